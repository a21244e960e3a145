import * as v from 'valibot';
import { describeValue } from '../errors.ts';
import { parseKeys } from '../keys.ts';
import { DEFAULT_LIMITS, type Limits } from '../recipe/limits.ts';
import { DEFAULT_MOST_LANES, DEFAULT_SWEEP_DAYS, type HostLimits } from '../sweeps/limits.ts';
import { validate } from '../validate.ts';

// Every setting of a host, validated once when it starts: a setting that cannot be read shuts the service.

/** Limits of a host that serves HTTP. */
export interface ServiceLimits extends Limits {
  /** Bytes of a request's body. */
  readonly bodyBytes: number;
  /** Bytes that all comparisons at work may hold together, and the bodies being read. */
  readonly memory: number;
  /**
   * Rows to predict times operations for each, up to their text in the answer: about half a second of work,
   * in turns with that of others.
   */
  readonly products: number;
  /** Limits that differ for a sweep; see `DEFAULT_SWEEP_LIMITS`. */
  readonly sweeps?: HostLimits['sweeps'];
}

export const DEFAULT_SERVICE_LIMITS: ServiceLimits = {
  ...DEFAULT_LIMITS,
  bodyBytes: 4 * 2 ** 20,
  memory: 96 * 2 ** 20,
  products: 500_000_000,
};

const limit = v.exactOptional(v.pipe(v.number(), v.minValue(0)));
const LIMITS_OF_WORK = {
  cells: limit,
  trials: limit,
  assignments: limit,
  included: limit,
  bytes: limit,
  seconds: limit,
  pairSeconds: limit,
  stepSeconds: limit,
} satisfies Record<keyof Limits, typeof limit>;

const LimitsSetting = v.pipe(
  v.optional(
    v.strictObject({
      ...LIMITS_OF_WORK,
      bodyBytes: limit,
      memory: limit,
      products: limit,
      sweeps: v.exactOptional(v.strictObject(LIMITS_OF_WORK)),
    }),
    {},
  ),
  v.transform((given): ServiceLimits => {
    const limits = { ...DEFAULT_SERVICE_LIMITS, ...given };
    // What exceeds the memory by itself is refused for good.
    return { ...limits, bytes: Math.min(limits.bytes, limits.memory) };
  }),
);

/**
 * A text in a format of its own. `read` says what is wrong with it; the text may be a secret, so nothing else
 * shows it.
 */
function readText<T>(read: (text: string) => T) {
  return v.pipe(
    v.custom<string>(
      (given) => typeof given === 'string',
      () => 'expected a text, got something else',
    ),
    v.rawTransform<string, T>(({ dataset, addIssue, NEVER }) => {
      try {
        return read(dataset.value);
      } catch (error) {
        addIssue({ message: error instanceof Error ? error.message : 'cannot be read' });
        return NEVER;
      }
    }),
  );
}

const KeysSetting = v.optional(readText(parseKeys));
const OriginsSetting = v.optional(readText(parseOrigins));
const HostsSetting = v.optional(readText(parseHosts));

/** A whole number, or a text that holds one: some hosts give only texts. */
function readWhole(most: number) {
  const expected = `expected a whole number from 1 to ${most}`;
  return v.pipe(
    v.unknown(),
    v.transform((given) => (typeof given === 'string' && /^\d{1,15}$/.test(given) ? Number(given) : given)),
    v.custom<number>(
      (given) => Number.isSafeInteger(given) && Number(given) >= 1 && Number(given) <= most,
      ({ input }) => `${expected}, got ${describeValue(input)}`,
    ),
  );
}

/** A number above 0, or a text that holds one. */
const BudgetSetting = v.pipe(
  v.unknown(),
  v.transform((given) =>
    typeof given === 'string' && /^\d{1,12}(\.\d{1,6})?$/.test(given) ? Number(given) : given,
  ),
  v.custom<number>(
    (given) => typeof given === 'number' && given > 0 && given < Number.POSITIVE_INFINITY,
    ({ input }) => `expected seconds above 0, got ${describeValue(input)}`,
  ),
);

/** The settings of an app, under the names of its options. */
const AppSettingsSchema = v.strictObject({
  limits: LimitsSetting,
  keys: KeysSetting,
  origins: OriginsSetting,
  allowHosts: HostsSetting,
  budgetSeconds: v.optional(BudgetSetting),
  mostSweeps: v.optional(readWhole(1000)),
});
export type AppSettings = Readonly<v.InferOutput<typeof AppSettingsSchema>>;

/** The settings of a host, as variables of its environment. */
const HostSettingsSchema = v.strictObject({
  /** Limits that differ from the defaults. */
  LIMITS: LimitsSetting,
  /** A secret: `name:digest` of each key, as `absum key` prints it. Without it, anyone may ask. */
  API_KEYS: KeysSetting,
  /** Origins whose scripts may read answers, separated by commas, or `*`. */
  CORS_ORIGINS: OriginsSetting,
  /** Names by which the service may be called, separated by commas; any without it. */
  ALLOW_HOSTS: HostsSetting,
  /** Estimated seconds of work that a caller may ask for in a day. */
  BUDGET_SECONDS: v.optional(BudgetSetting),
  /** Sweeps of one caller that run at once. */
  MOST_SWEEPS: v.optional(readWhole(1000)),
  /** Whether the log has a line about every request; errors always have one. */
  LOG: v.optional(v.picklist(['requests', 'errors']), 'errors'),
  MOST_LANES: v.optional(readWhole(1000), DEFAULT_MOST_LANES),
  SWEEP_DAYS: v.optional(readWhole(3650), DEFAULT_SWEEP_DAYS),
});

export interface HostSettings {
  readonly app: AppSettings;
  readonly log: 'requests' | 'errors';
  /** The most lanes that a sweep has, and the days after which it is deleted. */
  readonly sweeps: { readonly mostLanes: number; readonly days: number };
}

/** @throws AbsumError `misconfigured` with each setting, what was expected and what it is */
export function readAppSettings(given: Readonly<{ [Name in keyof AppSettings]?: unknown }>): AppSettings {
  return validate(AppSettingsSchema, given, 'misconfigured');
}

/**
 * Reads the settings among the variables of an environment.
 *
 * @throws AbsumError `misconfigured` with each setting, what was expected and what it is
 */
export function readHostSettings(environment: Readonly<Record<string, unknown>>): HostSettings {
  const names = Object.keys(HostSettingsSchema.entries);
  const given = Object.fromEntries(names.map((name) => [name, environment[name]]));
  const read = validate(HostSettingsSchema, given, 'misconfigured');
  return {
    app: {
      limits: read.LIMITS,
      keys: read.API_KEYS,
      origins: read.CORS_ORIGINS,
      allowHosts: read.ALLOW_HOSTS,
      budgetSeconds: read.BUDGET_SECONDS,
      mostSweeps: read.MOST_SWEEPS,
    },
    log: read.LOG,
    sweeps: { mostLanes: read.MOST_LANES, days: read.SWEEP_DAYS },
  };
}

/** @throws Error for a text that is not an origin */
function parseOrigins(text: string): '*' | string[] {
  if (text.trim() === '*') return '*';
  return text.split(',').map((part, i) => {
    const origin = part.trim();
    if (URL.canParse(origin) && new URL(origin).origin === origin) return origin;
    const expected = 'an origin such as https://example.com, without a path, or * alone';
    throw new Error(`entry ${i + 1}: expected ${expected}, got ${describeValue(origin)}`);
  });
}

/** @throws Error for a text that is not the name of a host */
function parseHosts(text: string): '*' | string[] {
  if (text.trim() === '*') return '*';
  return text.split(',').map((part, i) => {
    const name = part.trim().toLowerCase();
    if (/^([a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[\da-f:.]+\])$/.test(name)) return name;
    const expected = 'a name such as absum.example.com, without a port, or * alone';
    throw new Error(`entry ${i + 1}: expected ${expected}, got ${describeValue(part.trim())}`);
  });
}
