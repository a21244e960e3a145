import { describe, expect, test } from 'vitest';
import { createTestApp } from '#host';
import { AbsumError } from '../../src/errors.ts';
import { DEFAULT_SERVICE_LIMITS, readAppSettings, readHostSettings } from '../../src/http/settings.ts';

/** What is said of settings that cannot be read. */
function refusalOf(read: () => unknown): { code: string; message: string } {
  try {
    read();
  } catch (error) {
    if (error instanceof AbsumError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('the settings were read');
}

const DIGEST = '0'.repeat(64);

describe('the settings of a host', () => {
  test('have defaults', () => {
    expect(readHostSettings({})).toEqual({
      app: { limits: DEFAULT_SERVICE_LIMITS, keys: undefined, origins: undefined },
      log: 'errors',
      sweeps: { mostLanes: 4, days: 7 },
    });
  });

  test('are read from numbers and texts, and from nothing else in the environment', () => {
    const limits = { trials: 10, seconds: 0.5, bodyBytes: 100, sweeps: { trials: 20 } };
    const given = { MOST_LANES: '12', SWEEP_DAYS: 30, LOG: 'requests', LIMITS: limits, OTHER: 'x' };
    const keys = { API_KEYS: `lab:${DIGEST}`, CORS_ORIGINS: 'https://a.test, https://b.test:8443' };
    const { app, log, sweeps } = readHostSettings({ ...given, ...keys });
    expect(app.limits).toEqual({ ...DEFAULT_SERVICE_LIMITS, ...limits });
    expect(app.keys?.map(({ name }) => name)).toEqual(['lab']);
    expect(app.origins).toEqual(['https://a.test', 'https://b.test:8443']);
    const budget = readHostSettings({
      BUDGET_SECONDS: '3600.5',
      MOST_SWEEPS: '3',
      ALLOW_HOSTS: 'A.test, [::1]',
    });
    expect(budget.app).toMatchObject({
      budgetSeconds: 3600.5,
      mostSweeps: 3,
      allowHosts: ['a.test', '[::1]'],
    });
    expect(readHostSettings({ BUDGET_SECONDS: 0.5, ALLOW_HOSTS: ' * ' }).app).toMatchObject({
      budgetSeconds: 0.5,
      allowHosts: '*',
    });
    expect({ log, sweeps }).toEqual({ log: 'requests', sweeps: { mostLanes: 12, days: 30 } });
    expect(readHostSettings({ CORS_ORIGINS: ' * ' }).app.origins).toBe('*');
  });

  test.each<[Record<string, unknown>, string]>([
    [{ MOST_LANES: 'four' }, 'MOST_LANES: expected a whole number from 1 to 1000, got "four"'],
    [{ MOST_LANES: 0 }, 'MOST_LANES: expected a whole number from 1 to 1000, got 0'],
    [{ MOST_LANES: '' }, 'MOST_LANES: expected a whole number from 1 to 1000, got ""'],
    [{ MOST_LANES: 2.5 }, 'MOST_LANES: expected a whole number from 1 to 1000, got 2.5'],
    [{ MOST_LANES: 1001 }, 'MOST_LANES: expected a whole number from 1 to 1000, got 1001'],
    [{ MOST_LANES: true }, 'MOST_LANES: expected a whole number from 1 to 1000, got true'],
    [{ BUDGET_SECONDS: 'an hour' }, 'BUDGET_SECONDS: expected seconds above 0, got "an hour"'],
    [{ BUDGET_SECONDS: '1e3' }, 'BUDGET_SECONDS: expected seconds above 0, got "1e3"'],
    [{ BUDGET_SECONDS: 0 }, 'BUDGET_SECONDS: expected seconds above 0, got 0'],
    [{ BUDGET_SECONDS: '' }, 'BUDGET_SECONDS: expected seconds above 0, got ""'],
    [{ BUDGET_SECONDS: Infinity }, 'BUDGET_SECONDS: expected seconds above 0, got Infinity'],
    [{ MOST_SWEEPS: 0 }, 'MOST_SWEEPS: expected a whole number from 1 to 1000, got 0'],
    [
      { ALLOW_HOSTS: 'a.test, b.test:80' },
      'ALLOW_HOSTS: entry 2: expected a name such as absum.example.com, without a port, or * alone, got "b.test:80"',
    ],
    [
      { ALLOW_HOSTS: '' },
      'ALLOW_HOSTS: entry 1: expected a name such as absum.example.com, without a port, or * alone, got ""',
    ],
    [{ SWEEP_DAYS: 'seven' }, 'SWEEP_DAYS: expected a whole number from 1 to 3650, got "seven"'],
    [{ SWEEP_DAYS: -1 }, 'SWEEP_DAYS: expected a whole number from 1 to 3650, got -1'],
    [{ LIMITS: { trails: 10 } }, 'LIMITS.trails: unknown field; did you mean "trials"?'],
    [{ LIMITS: { trials: 'many' } }, 'LIMITS.trials: expected a number, got "many"'],
    [{ LIMITS: { trials: null } }, 'LIMITS.trials: expected a number, got null'],
    [{ LIMITS: { seconds: -1 } }, 'LIMITS.seconds: expected at least 0, got -1'],
    [{ LIMITS: { sweeps: { days: 3 } } }, 'LIMITS.sweeps.days: unknown field'],
    [
      { LIMITS: { sweeps: { bodyBytes: 3 } } },
      'LIMITS.sweeps.bodyBytes: unknown field; did you mean "LIMITS.bodyBytes"?',
    ],
    [{ LIMITS: { sweeps: { trials: '1' } } }, 'LIMITS.sweeps.trials: expected a number, got "1"'],
    [{ LIMITS: '{"trials": 10}' }, String.raw`LIMITS: expected an object, got "{\"trials\": 10}"`],
    [{ LIMITS: [] }, 'LIMITS: expected an object, got an empty array'],
    [{ LOG: 'all' }, 'LOG: expected "requests" | "errors", got "all"'],
    [
      { API_KEYS: 'lab:S3CR3T' },
      'API_KEYS: entry 1: expected name:digest, the digest as 64 hexadecimal digits (absum key makes one), got something else',
    ],
    [{ API_KEYS: '' }, 'API_KEYS: expected at least one key, got none; leave keys out to serve everyone'],
    [{ API_KEYS: 53_217 }, 'API_KEYS: expected a text, got something else'],
    [
      { CORS_ORIGINS: 'https://a.test,https://b.test/path' },
      'CORS_ORIGINS: entry 2: expected an origin such as https://example.com, without a path, or * alone, got "https://b.test/path"',
    ],
  ])('name what is wrong: %j', (given, message) => {
    expect(refusalOf(() => readHostSettings(given))).toEqual({ code: 'misconfigured', message });
  });

  test('hold each pair to the memory of all', () => {
    const read = (limits: object) => readHostSettings({ LIMITS: limits }).app.limits;
    expect(read({ memory: 1000 }).bytes).toBe(1000);
    expect(read({ memory: 1000, bytes: 2000 }).bytes).toBe(1000);
    expect(read({ memory: 1000, bytes: 500 }).bytes).toBe(500);
  });

  test('name all that is wrong at once', () => {
    const { message } = refusalOf(() => readHostSettings({ MOST_LANES: 'four', LIMITS: { rows: 1 } }));
    expect(message).toBe(
      'LIMITS.rows: unknown field; MOST_LANES: expected a whole number from 1 to 1000, got "four"',
    );
  });
});

describe('the settings of an app', () => {
  test('are those of a host by their own names', () => {
    const limits = { trials: Infinity };
    expect(readAppSettings({ limits, origins: '*' })).toEqual({
      limits: { ...DEFAULT_SERVICE_LIMITS, ...limits },
      origins: '*',
    });
  });

  test.each<[object, string]>([
    [{ limits: { trails: 10 } }, 'limits.trails: unknown field; did you mean "trials"?'],
    [{ limits: { trials: 'many' } }, 'limits.trials: expected a number, got "many"'],
    [{ keys: 'a' }, 'keys: entry 1: expected name:digest'],
    [{ origins: 'a.test' }, 'origins: entry 1: expected an origin'],
  ])('keep it from being made where they cannot be read: %j', (given, message) => {
    const refusal = refusalOf(() => createTestApp(given));
    expect(refusal.code).toBe('misconfigured');
    expect(refusal.message).toContain(message);
  });
});
