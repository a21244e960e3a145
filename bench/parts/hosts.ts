import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startWorker } from '../../scripts/start-worker.ts';
import { RECIPE, SHORT_RECIPE } from '../comparison/recipe.ts';
import { atMost } from '../goals.ts';
import type { Part } from '../part.ts';
import { timeSeconds } from '../peers/trainer.ts';
import { quantile } from '../statistics.ts';

const ROUNDS = 11;
/** Disturbances only add time, and one that hits a single host would pass for a difference. */
const QUIET = 0.25;
const CHILD = fileURLToPath(new URL('../hosts/compare-on-node.mjs', import.meta.url));

interface HostsFigures {
  readonly rounds: number;
  readonly nodeSeconds: number;
  /** From the start of a process to its report. */
  readonly freshNodeSeconds: number;
  readonly workerdSeconds: number;
  /** A request that does nothing, through wrangler's proxy. */
  readonly requestSeconds: number;
}

interface Host {
  /** Answers a recipe with a report, both as JSON. */
  compare(recipe: object): Promise<string>;
}

/** What workerd takes over Node: both run already, work in one thread, and get and give JSON. */
export const hosts: Part<HostsFigures> = {
  name: 'hosts',

  async measure({ isQuick }) {
    const rounds = isQuick ? 1 : ROUNDS;
    // Half of the pairs, so that there are more rounds.
    const recipe = { ...(isQuick ? SHORT_RECIPE : RECIPE), split: { folds: 5, repeats: 2 } };
    const worker = await startWorker();
    const node = startNode();
    const running: Host[] = [
      node,
      { compare: compareInFreshNode },
      { compare: (asked) => post(worker.url, asked) },
    ];
    try {
      const reports = await Promise.all(running.map((host) => host.compare(recipe)));
      if (new Set(reports).size !== 1) throw new Error('workerd gave another report than Node');
      const samples = running.map((): number[] => []);
      const requests: number[] = [];
      for (let round = 0; round < rounds; round++) {
        for (let turn = 0; turn < running.length; turn++) {
          const i = (round + turn) % running.length;
          samples[i].push(await timeSeconds(() => running[i].compare(recipe)));
        }
        requests.push(await timeSeconds(async () => (await fetch(`${worker.url}/healthz`)).text()));
      }
      const [nodeSeconds, freshNodeSeconds, workerdSeconds] = samples.map((seconds) =>
        quantile(seconds, QUIET),
      );
      return {
        rounds,
        nodeSeconds,
        freshNodeSeconds,
        workerdSeconds,
        requestSeconds: quantile(requests, QUIET),
      };
    } finally {
      node.stop();
      await worker.stop();
    }
  },

  // The proxy that wrangler puts before the worker is not workerd's.
  judge: ({ nodeSeconds, workerdSeconds, requestSeconds }) => [
    atMost(
      'floor',
      'a comparison on workerd, less a request of nothing, over Node',
      (workerdSeconds - requestSeconds) / nodeSeconds,
      1.15,
      ' times',
    ),
  ],

  show({ rounds, nodeSeconds, freshNodeSeconds, workerdSeconds, requestSeconds }) {
    const line = (what: string, seconds: number) =>
      `  ${what.padEnd(36)}${(1000 * seconds).toFixed(0).padStart(6)} ms, ${(seconds / nodeSeconds).toFixed(2)} of Node`;
    return [
      `A comparison of 50 trials (diabetes, 64-32, 100 epochs) in one thread; lower quartile of ${rounds} rounds`,
      line('Node, running already', nodeSeconds),
      line('Node, from the start of a process', freshNodeSeconds),
      `${line('workerd, running already', workerdSeconds)}; a request of nothing takes ${(1000 * requestSeconds).toFixed(0)} ms`,
    ].join('\n');
  },
};

function startNode(): Host & { stop(): void } {
  const child = spawn(process.execPath, [CHILD], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async compare(recipe) {
      child.stdin.write(`${JSON.stringify(recipe)}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error('the program that compares on Node stopped');
      return value;
    },
    stop: () => child.stdin.end(),
  };
}

async function compareInFreshNode(recipe: object): Promise<string> {
  const node = startNode();
  const report = await node.compare(recipe);
  node.stop();
  return report;
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
