import type { Hono } from 'hono';
import { describe, expectTypeOf, test } from 'vitest';
import {
  type AppOptions,
  createApp,
  createRateLimiter,
  DEFAULT_SERVICE_LIMITS,
  DEFAULT_SWEEP_LIMITS,
  type ErrorEntry,
  type Log,
  type RateLimiter,
  type RequestEntry,
  type ServiceLimits,
  type SweepEvent,
  type SweepService,
  type SweepView,
} from '../../src/entries/app.ts';

declare const sweeps: SweepService;
declare const entry: RequestEntry | ErrorEntry;
declare const view: SweepView;
declare const event: SweepEvent;

describe('the service', () => {
  test('is an app to mount, of which every option may be left out', () => {
    expectTypeOf(createApp()).toEqualTypeOf<Hono>();
    createApp({ limits: { trials: 5, bodyBytes: 1000, sweeps: { trials: 9 } } });
    createApp({ keys: 'lab:digest', origins: '*', limiter: createRateLimiter(60), sweeps });
    createApp({ keys: undefined, findAddress: (c) => c.req.header('cf-connecting-ip') });
    expectTypeOf<AppOptions['limits']>().toEqualTypeOf<Partial<ServiceLimits> | undefined>();
  });

  test('takes no option that it does not know', () => {
    // @ts-expect-error no option
    createApp({ key: 'lab:digest' });
    // @ts-expect-error no limit
    createApp({ limits: { rows: 5 } });
    // @ts-expect-error no limit of a sweep
    createApp({ limits: { sweeps: { bodyBytes: 9 } } });
    // @ts-expect-error one text, not a list
    createApp({ origins: ['*'] });
    // @ts-expect-error a limiter is not its number
    createApp({ limiter: 60 });
    // @ts-expect-error part of a service of sweeps
    createApp({ sweeps: { start: sweeps.start } });
  });

  test('tells its log of requests and of errors', () => {
    createApp({ log: ({ level }) => void level });
    expectTypeOf<Log>().parameter(0).toEqualTypeOf<RequestEntry | ErrorEntry>();
    // @ts-expect-error an error has no status
    entry.status;
    if ('status' in entry) expectTypeOf(entry.route).toEqualTypeOf<string | null>();
  });

  test('has limits that nobody changes by accident', () => {
    expectTypeOf(DEFAULT_SERVICE_LIMITS).toExtend<ServiceLimits>();
    // @ts-expect-error read-only
    DEFAULT_SERVICE_LIMITS.bodyBytes = 7;
    // @ts-expect-error read-only
    DEFAULT_SWEEP_LIMITS.trials = 7;
    expectTypeOf<RateLimiter>().toExtend<object>();
  });
});

describe('a sweep', () => {
  test('is in one of four states', () => {
    expectTypeOf(view.state).toEqualTypeOf<'running' | 'done' | 'failed' | 'stopped'>();
    // @ts-expect-error null once it has ended
    view.secondsLeft + 1;
    // @ts-expect-error none unless it failed
    view.error.code;
  });

  test('tells events of five names', () => {
    expectTypeOf(event.name).toEqualTypeOf<'plan' | 'trial' | 'report' | 'error' | 'stopped'>();
    // @ts-expect-error no event
    event.name === 'done';
  });
});
