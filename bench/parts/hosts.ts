import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startWorker } from '../../scripts/start-worker.ts';
import { RECIPE, SHORT_RECIPE } from '../comparison/recipe.ts';
import { atMost } from '../goals.ts';
import type { Part } from '../part.ts';
import { timeSeconds } from '../peers/trainer.ts';
import { quantile } from '../statistics.ts';

const ROUNDS = 15;
/** Disturbances only add time, and one that hits a single host would pass for a difference. */
const QUIET = 0.25;
const CHILD = fileURLToPath(new URL('../hosts/compare-on-node.mjs', import.meta.url));

interface HostsFigures {
  readonly rounds: number;
  readonly nodeSeconds: number;
  readonly workerdSeconds: number;
  /** A request that does nothing, through wrangler's proxy. */
  readonly requestSeconds: number;
}

/** A host that is running and warm. */
interface RunningHost {
  compare(recipe: object): Promise<string>;
  stop(): Promise<void> | void;
}

/** What workerd takes over Node: both are running already, work in one thread, and get and give JSON. */
export const hosts: Part<HostsFigures> = {
  name: 'hosts',

  async measure({ isQuick }) {
    const rounds = isQuick ? 1 : ROUNDS;
    // A quarter of the pairs, so that there are more rounds.
    const recipe = { ...(isQuick ? SHORT_RECIPE : RECIPE), split: { folds: 5, repeats: 1 } };
    const worker = await startWorker();
    const node = startNode();
    const workerd: RunningHost = { compare: (asked) => post(worker.url, asked), stop: () => worker.stop() };
    try {
      const running = [node, workerd];
      const [expected, ...others] = await Promise.all(running.map((host) => host.compare(recipe)));
      if (others.some((report) => report !== expected))
        throw new Error('workerd gave another report than Node');
      const samples = running.map((): number[] => []);
      const requests: number[] = [];
      for (let round = 0; round < rounds; round++) {
        for (let turn = 0; turn < running.length; turn++) {
          const i = (round + turn) % running.length;
          samples[i].push(await timeSeconds(() => running[i].compare(recipe)));
        }
        requests.push(await timeSeconds(async () => (await fetch(`${worker.url}/healthz`)).text()));
      }
      const [nodeSeconds, workerdSeconds] = samples.map((seconds) => quantile(seconds, QUIET));
      return { rounds, nodeSeconds, workerdSeconds, requestSeconds: quantile(requests, QUIET) };
    } finally {
      node.stop();
      await worker.stop();
    }
  },

  judge: ({ nodeSeconds, workerdSeconds }) => [
    atMost('floor', 'a comparison on workerd over Node', workerdSeconds / nodeSeconds, 1.15, ' times'),
  ],

  show({ rounds, nodeSeconds, workerdSeconds, requestSeconds }) {
    const ms = (seconds: number) => `${(1000 * seconds).toFixed(0).padStart(6)} ms`;
    return [
      `A comparison of 25 trials (diabetes, 64-32, 100 epochs) on hosts that run already; lower quartile of ${rounds} rounds`,
      `  Node, in one thread        ${ms(nodeSeconds)}`,
      `  workerd, by wrangler dev   ${ms(workerdSeconds)}, of which a request of nothing takes ${(1000 * requestSeconds).toFixed(0)} ms`,
    ].join('\n');
  },
};

function startNode(): RunningHost {
  const child = spawn(process.execPath, [CHILD], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async compare(recipe) {
      child.stdin.write(`${JSON.stringify(recipe)}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error('the program that compares on Node stopped');
      return value;
    },
    stop: () => void child.stdin.end(),
  };
}

async function post(url: string, recipe: object): Promise<string> {
  const response = await fetch(`${url}/v1/compare`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(recipe),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}
