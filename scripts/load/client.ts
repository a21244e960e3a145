import { setTimeout as wait } from 'node:timers/promises';
import { digest, ENDLESS, type KnownWork, WRONG } from './work.ts';

/** Asks for something, checks the answer, and throws if it is wrong. */
type Act = (url: string, work: readonly KnownWork[]) => Promise<void>;

/** What clients do, and how often in a round of 16. */
const ACTS: readonly (readonly [name: string, share: number, act: Act])[] = [
  ['reports', 5, askForReport],
  ['streams', 4, askForEvents],
  ['slow readers', 1, readSlowly],
  ['left streams', 2, leaveStream],
  ['left requests', 1, leaveRequest],
  ['wrong requests', 3, askWrongly],
];

const IN_TURN = ACTS.flatMap(([name, share, act]) =>
  Array.from({ length: share }, () => [name, act] as const),
);

/** How often each act was done, and what went wrong. */
export interface Tally {
  readonly done: Map<string, number>;
  readonly faults: string[];
}

/** One client, which does one act after the other, in an order of its own, until it is told to stop. */
export async function runClient(
  url: string,
  work: readonly KnownWork[],
  tally: Tally,
  isOver: () => boolean,
): Promise<void> {
  while (!isOver()) {
    const [name, act] = pick(IN_TURN);
    try {
      await act(url, work);
    } catch (error) {
      tally.faults.push(`${name}: ${explain(error)}`);
    }
    tally.done.set(name, (tally.done.get(name) ?? 0) + 1);
  }
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}

function pick<Item>(items: readonly Item[]): Item {
  return items[Math.floor(Math.random() * items.length)];
}

/** Some minutes: whoever is told so often that there is no room is not served. */
const MOST_TRIES = 200;

/** An address of those kept for benchmarks (RFC 2544): one alone would come to its rate limit. */
function drawAddress(): Record<string, string> {
  const [a, b] = [0, 0].map(() => Math.floor(256 * Math.random()));
  return { 'cf-connecting-ip': `198.18.${a}.${b}` };
}

function post(url: string, recipe: unknown, accept: string, signal?: AbortSignal): Promise<Response> {
  const headers = { 'content-type': 'application/json', accept, ...drawAddress() };
  const init = { method: 'POST', headers, body: JSON.stringify(recipe), ...(signal && { signal }) };
  return askPatiently(() => fetch(`${url}/v1/compare`, init), signal);
}

/** Asks again where the memory is taken by the work of others, as such an answer says. */
async function askPatiently(ask: () => Promise<Response>, signal?: AbortSignal): Promise<Response> {
  for (let tries = 1; ; tries++) {
    const response = await ask();
    if (response.status !== 503 || tries === MOST_TRIES) return response;
    await response.text();
    await wait(200 + 800 * Math.random(), undefined, signal && { signal });
  }
}

async function askForReport(url: string, work: readonly KnownWork[]): Promise<void> {
  const known = pick(work);
  const response = await post(url, known.recipe, 'application/json');
  checkReport(response, await response.text(), known);
}

async function askForEvents(url: string, work: readonly KnownWork[]): Promise<void> {
  const known = pick(work);
  const response = await post(url, known.recipe, 'text/event-stream');
  checkEvents(response, await response.text(), known);
}

async function readSlowly(url: string, work: readonly KnownWork[]): Promise<void> {
  const known = pick(work);
  const response = await post(url, known.recipe, 'text/event-stream');
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    await wait(200);
  }
  checkEvents(response, text, known);
}

async function leaveStream(url: string): Promise<void> {
  const leaving = new AbortController();
  const response = await post(url, ENDLESS, 'text/event-stream', leaving.signal);
  const chunk = await response.body?.getReader().read();
  const text = new TextDecoder().decode(chunk?.value);
  if (response.status !== 200 || !text.includes('event: plan')) {
    throw new Error(`expected a plan, got ${response.status}: ${text.slice(0, 200)}`);
  }
  await wait(50 + 200 * Math.random());
  leaving.abort();
}

async function leaveRequest(url: string, work: readonly KnownWork[]): Promise<void> {
  const leaving = new AbortController();
  // Read to its end, or to where it breaks off: an answer that is not read would break off by itself.
  const answer = post(url, pick(work).recipe, 'application/json', leaving.signal)
    .then((response) => response.text().then(() => response.status))
    .catch(() => 499);
  await wait(20 * Math.random());
  leaving.abort();
  const status = await answer;
  if (status >= 500) throw new Error(`expected no fault of the server, got ${status}`);
}

async function askWrongly(url: string): Promise<void> {
  const [what, path, type, body, status, code] = pick(WRONG);
  const headers = { 'content-type': type, ...drawAddress() };
  const response = await askPatiently(() => fetch(url + path, { method: 'POST', headers, body }));
  const text = await response.text();
  if (response.status === status && (JSON.parse(text) as { code: unknown }).code === code) return;
  throw new Error(`${what}: expected ${status} ${code}, got ${response.status}: ${text.slice(0, 200)}`);
}

function checkReport(response: Response, text: string, { digest: expected, recipe }: KnownWork): void {
  if (response.status === 200 && digest(text) === expected) return;
  const got = `${response.status}: ${text.slice(0, 200)}`;
  throw new Error(`expected the report of ${JSON.stringify(recipe)}, got ${got}`);
}

function checkEvents(response: Response, text: string, known: KnownWork): void {
  const events = text
    .split('\n\n')
    .map((block) => /^id: (\d+)\nevent: (\w+)\ndata: (.+)$/.exec(block))
    .filter((found) => found !== null);
  const [, , name, data] = events.at(-1) ?? [];
  const inOrder = events.every(([, id], i) => Number(id) === i + 1);
  if (name === 'report' && inOrder) checkReport(response, data, known);
  else throw new Error(`expected events up to a report, got ${response.status}: ${text.slice(-200)}`);
}
