import type { Context, Hono } from 'hono';
import type { Budget } from '../admission/budget.ts';
import { plan } from '../compare/compare.ts';
import type { Engine } from '../engines/engine.ts';
import { describeValue } from '../errors.ts';
import type { PlanFigures } from '../plan/schema.ts';
import { chooseSweepLimits, type HostLimits, requireStrict } from '../sweeps/limits.ts';
import type { SweepService, SweepStanding, SweepView } from '../sweeps/sweep.ts';
import { reportLost, streamSweep } from './follow-sweep.ts';
import { endSweep, paySweep, tellBalance } from './gate/spending.ts';
import { readTrace } from './log.ts';
import { HttpError } from './problem.ts';
import { readRecipe } from './read-recipe.ts';
import { EVENT_HEADERS } from './stream.ts';
import { deriveSweepId, drawSweepId, isSweepId } from './sweep-id.ts';
import { writeSweep } from './sweep-schema.ts';
import { keepUntilDone } from './tasks/keep-until-done.ts';

export interface SweepRoutes {
  readonly sweeps?: SweepService | undefined;
  readonly engines: readonly Engine[];
  readonly limits: HostLimits;
  /** What a caller may use; without it, as much as anyone likes. */
  readonly budget?: Budget | undefined;
}

const PATH = '/v1/sweeps';
const JSON_TYPE = { 'content-type': 'application/json' } as const;

/** Adds the paths of sweeps: comparisons that outlive the request that starts them. */
export function addSweepRoutes(app: Hono, { sweeps, engines, limits, budget }: SweepRoutes): void {
  app.post(PATH, async (c) => {
    const service = requireSweeps(sweeps);
    const key = readKey(c.req.header('idempotency-key'));
    const { input, translate } = await readRecipe(c.req);
    const figures = await planSweep(input, { engines, limits }).catch((error) => {
      throw translate(error);
    });
    const { data, ...recipe } = takeApart(input);
    const text = JSON.stringify(data);
    const id = key === null ? drawSweepId() : await deriveSweepId(readSecret(c), key);
    const digest = await deriveSweepId(JSON.stringify(recipe), text);
    // One that is known already has been paid for.
    const isKnown = key !== null && (await service.standing(id)) !== null;
    if (isKnown) await tellBalance(c, budget);
    else await paySweep(c, budget, { id, plan: figures }, (other) => service.standing(other));
    const starting = service
      .start(id, { recipe, data: text, plan: figures, digest })
      .catch(async (error: unknown) => {
        if (!isKnown) await endSweep(c, budget, id, null);
        throw error;
      });
    keepUntilDone(c, starting);
    const view = await starting;
    c.header('location', linkTo(c, id));
    return c.body(await writeView(c, service, view), 202, JSON_TYPE);
  });

  app.get(`${PATH}/:id`, async (c) => {
    const service = requireSweeps(sweeps);
    const view = await find(c, (id) => service.view(id));
    return c.body(await writeView(c, service, view), 200, JSON_TYPE);
  });

  app.delete(`${PATH}/:id`, async (c) => {
    const service = requireSweeps(sweeps);
    const view = await find(c, (id) => {
      const stopping = service.stop(id);
      keepUntilDone(c, stopping);
      return stopping;
    });
    await endSweep(c, budget, view.id, view);
    return c.body(await writeView(c, service, view), 200, JSON_TYPE);
  });

  app.get(`${PATH}/:id/report`, async (c) => {
    const service = requireSweeps(sweeps);
    const standing = await find(c, (id) => service.standing(id));
    const report = standing.state === 'done' ? await service.report(standing.id) : null;
    if (report === null) throw explainNoReport(standing);
    return c.body(report, 200, JSON_TYPE);
  });

  app.get(`${PATH}/:id/events`, async (c) => {
    const service = requireSweeps(sweeps);
    const after = readLastEventId(c.req.header('last-event-id'));
    const { id, state } = await find(c, (asked) => service.standing(asked));
    // After the last event, an EventSource asks again and again until it is told that there are no more.
    if (state !== 'running' && (await service.eventsAfter(id, after)).length === 0) return c.body(null, 204);
    return c.body(streamSweep(service, id, after, { trace: readTrace(c) }), 200, EVENT_HEADERS);
  });
}

/** What a sweep would cost; refuses what no sweep may ask for. */
async function planSweep(
  input: unknown,
  { engines, limits }: Pick<SweepRoutes, 'engines' | 'limits'>,
): Promise<PlanFigures> {
  requireStrict(input);
  return plan(input, { engines, limits: chooseSweepLimits(limits) });
}

/** Separates the data from the rest of a recipe; one that has been planned has data. */
function takeApart(input: unknown): Record<string, unknown> {
  if (typeof input === 'object' && input !== null && 'data' in input) return { ...input };
  throw new HttpError('invalid-body', 'expected a recipe with data');
}

function requireSweeps(service: SweepService | undefined): SweepService {
  if (service !== undefined) return service;
  throw new HttpError('no-sweeps', 'this host runs no sweeps: post the same recipe to /v1/compare');
}

/** The sweep in the path, as found by `look`. */
async function find<Found>(c: Context, look: (id: string) => Promise<Found | null>): Promise<Found> {
  const id = readId(c);
  const found = await look(id);
  if (found !== null) return found;
  throw new HttpError('unknown-sweep', `there is no sweep ${describeValue(id)}, or it has expired`, 'id');
}

function readId(c: Context): string {
  const id = c.req.param('id') ?? '';
  if (isSweepId(id)) return id;
  const message = `expected the id of a sweep, 26 letters and digits, got ${describeValue(id)}`;
  throw new HttpError('unknown-sweep', message, 'id');
}

/** Null if there is no key; then every POST starts a sweep of its own. */
function readKey(header: string | undefined): string | null {
  if (header === undefined) return null;
  if (header !== '' && header.length <= 255) return header;
  const message = `expected 1 to 255 characters, got ${header.length}`;
  throw new HttpError('invalid-request', message, 'idempotency-key');
}

/** What only this caller knows, so that no other caller's key stands for the same sweep. */
function readSecret(c: Context): string {
  return /^Bearer +(\S{1,1000})$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? '';
}

/** The sequence number of the last event received; 0 before the first. */
function readLastEventId(header = ''): number {
  if (/^\d{0,15}$/.test(header)) return Number(header);
  const message = `expected the id of an event of this sweep, got ${describeValue(header)}`;
  throw new HttpError('invalid-request', message, 'last-event-id');
}

/** The path of a sweep as the client sees it: another app may have mounted this one. */
function linkTo(c: Context, id: string): string {
  const { path } = c.req;
  return `${path.slice(0, path.lastIndexOf(PATH))}${PATH}/${id}`;
}

async function writeView(c: Context, service: SweepService, view: SweepView): Promise<string> {
  const self = linkTo(c, view.id);
  const links = { self, events: `${self}/events`, report: `${self}/report` };
  return writeSweep(view, links, view.state === 'done' ? await service.report(view.id) : null);
}

function explainNoReport({ id, state, progress, error }: SweepStanding): HttpError {
  switch (state) {
    case 'done':
      return reportLost(id);
    case 'running':
      return new HttpError(
        'no-report',
        `the sweep is running: ${progress.done} of ${progress.of} trials are done`,
      );
    case 'failed':
      return new HttpError('no-report', `the sweep failed: ${error?.message ?? 'nobody knows why'}`);
    case 'stopped':
      return new HttpError(
        'no-report',
        `the sweep was stopped after ${progress.done} of ${progress.of} trials`,
      );
  }
}
