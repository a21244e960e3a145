import { describe, expect, it } from 'vitest';
import type { SweepAnswer } from '../../src/http/sweep-schema.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';
import { smallRecipe } from '../compare/small-recipe.ts';
import { namesOf, parseEvents } from '../http/events.ts';

/** A host that runs sweeps, as the suite reaches it. */
export interface SweepHost {
  /** Sends a request to the service. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** Resolves once the host does no more work on a sweep, whose lane is the only one at work. */
  awaitRest(id: string): Promise<void>;
  /** What the host keeps of a sweep besides its ledger. */
  listKept(id: string): Promise<('data' | 'report')[]>;
  /** Has the day come on which a sweep is deleted, and the host look. */
  letExpire(id: string): Promise<void>;
}

const RECIPES: Readonly<Record<string, RecipeInput>> = {
  plain: smallRecipe(),
  'inner folds, and a model': smallRecipe({
    compare: { nested: { folds: 2 } },
    include: ['model', 'predictions'],
  }),
  'lambdas "auto"': smallRecipe({ penalty: { lambdas: 'auto', method: 'proximal' } }),
  'lambdas "auto" of a linear model, which are found by no trial': smallRecipe({
    network: { hidden: [] },
    penalty: { lambdas: 'auto', method: 'proximal' },
  }),
  'a divergence, on tfjs': smallRecipe({ engine: 'tfjs', optimizer: { name: 'sgd', learningRate: 1e30 } }),
};

/** A deleted sweep of one long trial. */
const LONG_TRIAL: RecipeInput = {
  data: { dataset: 'friedman1', rows: 2_000 },
  split: { holdout: 0.2, repeats: 1 },
  network: { hidden: [512, 512] },
  training: { epochs: 200 },
  penalty: { lambdas: [0] },
};
/** A second, and what the other tests on this machine take meanwhile. */
const SOON_MS = 1_500;
const UNKNOWN = 'aaaaaaaaaaaaaaaaaaaaaaaaaa';

/** What sweeps do on every host that runs them, as seen over HTTP. */
export function describeSweeps(host: SweepHost): void {
  const post = (path: string, recipe: unknown, headers: Record<string, string> = {}) =>
    host.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(recipe),
    });
  const compareText = async (recipe: unknown) => (await post('/v1/compare', recipe)).text();
  const read = async (path: string) => (await host.request(path)).text();
  const look = async (id: string) => JSON.parse(await read(`/v1/sweeps/${id}`)) as SweepAnswer;
  const start = async (recipe: unknown, headers = {}): Promise<SweepAnswer> => {
    const response = await post('/v1/sweeps', recipe, headers);
    expect(response.status).toBe(202);
    return (await response.json()) as SweepAnswer;
  };
  const awaitView = async (id: string, isThere: (view: SweepAnswer) => boolean): Promise<SweepAnswer> => {
    for (let i = 0; i < 1_000; i++) {
      const view = await look(id);
      if (isThere(view)) return view;
      await new Promise((resume) => setTimeout(resume, 20));
    }
    throw new Error(`sweep ${id} stands still: ${await read(`/v1/sweeps/${id}`)}`);
  };
  const awaitEnd = (id: string) => awaitView(id, ({ state }) => state !== 'running');

  describe('a host of sweeps', () => {
    it('says that it runs them', async () => {
      expect(JSON.parse(await read('/healthz'))).toMatchObject({ sweeps: true });
    });

    it.each(Object.entries(RECIPES))('brings the bytes of a comparison: %s', async (_, recipe) => {
      const compared = await compareText(recipe);
      const { id, links, progress } = await start(recipe);
      expect(progress.done).toBe(0);
      const { state, progress: last, trials } = await awaitEnd(id);
      expect({ state, done: last.done }).toEqual({ state: 'done', done: last.of });
      expect(await read(links.report)).toBe(compared);
      expect(await read(links.self)).toContain(`"report":${compared}}`);
      const { events } = parseEvents(await read(links.events));
      expect(events.map((event) => event.id)).toEqual(events.map((_event, i) => String(i + 1)));
      expect(events.at(-1)).toMatchObject({ event: 'report', data: compared });
      const places = events
        .filter(({ event }) => event === 'trial')
        .map(({ data }) => JSON.parse(data))
        .filter(({ lambda }) => lambda !== null)
        .map(({ repeat, fold, lambda }) => `${repeat} ${fold} ${lambda}`);
      expect(new Set(places).size).toBe(trials.length);
      expect(places).toHaveLength(trials.length);
    });

    it('sends the events after the one that was received last, and none after the end', async () => {
      const { id, links } = await start(smallRecipe());
      await awaitEnd(id);
      const askAfter = (event: number) =>
        host.request(links.events, { headers: { 'last-event-id': String(event) } });
      const { events } = parseEvents(await (await askAfter(11)).text());
      expect(namesOf(events)).toEqual(['trial', 'trial', 'report']);
      expect((await askAfter(14)).status).toBe(204);
    });

    it('makes one sweep of two starts with the same key, of which the second comes at the end', async () => {
      const key = { 'idempotency-key': 'once' };
      const [one, other] = await Promise.all([start(smallRecipe(), key), start(smallRecipe(), key)]);
      expect([other.id, other.started]).toEqual([one.id, one.started]);
      const { trials } = await awaitEnd(one.id);
      expect(trials).toHaveLength(12);
      expect(await start(smallRecipe(), key)).toMatchObject({ id: one.id, state: 'done' });
      expect((await start(smallRecipe({ seed: 2 }))).id).not.toBe(one.id);
    });

    it('ends the work of a deleted sweep of one long trial within a second', async () => {
      const { id, links } = await start(LONG_TRIAL);
      await new Promise((resume) => setTimeout(resume, 1_000));
      expect(await look(id)).toMatchObject({ state: 'running', progress: { done: 0 } });
      const since = performance.now();
      const stopped = await host.request(links.self, { method: 'DELETE' });
      expect(await stopped.json()).toMatchObject({ state: 'stopped', secondsLeft: null });
      await host.awaitRest(id);
      expect(performance.now() - since).toBeLessThan(SOON_MS);
      expect(await look(id)).toMatchObject({ state: 'stopped', progress: { done: 0 } });
      expect((await host.request(links.report)).status).toBe(409);
    });

    it('keeps what is done of a sweep that is deleted', async () => {
      const recipe = smallRecipe({
        split: { folds: 4, repeats: 25 },
        training: { epochs: 60, batchSize: 4 },
      });
      const { id, links } = await start(recipe);
      await awaitView(id, ({ progress }) => progress.done > 2);
      const stopped = (await (await host.request(links.self, { method: 'DELETE' })).json()) as SweepAnswer;
      expect(stopped.progress.done).toBeGreaterThan(2);
      expect(stopped.progress.done).toBeLessThan(300);
      await host.awaitRest(id);
      expect(await look(id)).toEqual(stopped);
      const { events } = parseEvents(await read(links.events));
      expect(namesOf(events)).toEqual(['plan', ...stopped.trials.map(() => 'trial'), 'stopped']);
    });

    it('says why one fails, in the words of a comparison', async () => {
      const x = Array.from({ length: 12 }, () => [1]);
      const recipe = smallRecipe({ data: { x, y: x.map((_, i) => i) }, penalty: { lambdas: 'auto' } });
      const { code, title } = JSON.parse(await compareText(recipe));
      const { id, links } = await start(recipe);
      expect(await awaitEnd(id)).toMatchObject({ state: 'failed', error: { code } });
      const { events } = parseEvents(await read(links.events));
      expect(JSON.parse(events.at(-1)?.data ?? '')).toMatchObject({ code, title });
    });

    it('drops the data once a sweep has ended, and all of it on its day', async () => {
      const { id, links } = await start(smallRecipe());
      await awaitEnd(id);
      await expect.poll(() => host.listKept(id), { timeout: 10_000 }).toEqual(['report']);
      await host.letExpire(id);
      for (const link of Object.values(links)) expect((await host.request(link)).status).toBe(404);
      expect(await host.listKept(id)).toEqual([]);
    });

    it('makes none by looking for it', async () => {
      for (const part of ['', '/events', '/report']) {
        expect((await host.request(`/v1/sweeps/${UNKNOWN}${part}`)).status).toBe(404);
      }
      expect((await host.request(`/v1/sweeps/${UNKNOWN}`, { method: 'DELETE' })).status).toBe(404);
      expect(await host.listKept(UNKNOWN)).toEqual([]);
    });
  });
}
