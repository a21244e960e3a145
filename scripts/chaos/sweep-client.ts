import { setTimeout as sleep } from 'node:timers/promises';
import type { RecipeInput } from '../../src/recipe/schema.ts';

/** 5 folds, 10 repeats and 4 lambdas: 200 trials. */
export const RECIPE = {
  data: { dataset: 'diabetes' },
  split: { folds: 5, repeats: 10 },
  penalty: { lambdas: [0, 0.001, 0.01, 0.1] },
  training: { epochs: 40 },
} as const satisfies RecipeInput;
export const TRIALS = 200;

export interface Sweep {
  readonly id: string;
  readonly state: string;
  readonly progress: { readonly done: number; readonly of: number };
}

export async function startSweep(url: string): Promise<Sweep> {
  return JSON.parse(await send(`${url}/v1/sweeps`, RECIPE));
}

export async function compareAtOnce(url: string): Promise<string> {
  return send(`${url}/v1/compare`, RECIPE);
}

/** Waits for the end of a sweep. */
export async function awaitReport(url: string, id: string, seconds: number): Promise<string> {
  const until = Date.now() + seconds * 1000;
  for (;;) {
    const { state, progress }: Sweep = JSON.parse(await send(`${url}/v1/sweeps/${id}`));
    if (state === 'done') return send(`${url}/v1/sweeps/${id}/report`);
    if (state !== 'running') throw new Error(`the sweep is ${state} after ${progress.done} trials`);
    if (Date.now() > until) throw new Error(`after ${seconds} s ${progress.done} trials are done`);
    await sleep(500);
  }
}

/** The trials in the events of a finished sweep: `repeat fold lambda` of each, in order. */
export async function listTold(url: string, id: string): Promise<string[]> {
  const text = await send(`${url}/v1/sweeps/${id}/events`);
  return [...text.matchAll(/^event: trial\ndata: (.*)$/gm)].map(([, data]) => {
    const { repeat, fold, lambda } = JSON.parse(data);
    return `${repeat} ${fold} ${lambda}`;
  });
}

async function send(url: string, body?: unknown): Promise<string> {
  const post = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  const response = await fetch(url, body === undefined ? {} : post);
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text.slice(0, 500)}`);
  return text;
}
