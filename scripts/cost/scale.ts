import {
  CALL_MS,
  callsOfTrial,
  countLaneCalls,
  HEAP_BYTES_A_TRIAL,
  LEDGER_BYTES_A_TRIAL,
  shareOut,
  TRIAL_CPU_MS,
} from './usage.ts';

/** The limits of the paid plan that Cloudflare's pages give, and those of one object for calls that write. */
const LANES_AT_ONCE = 50_000;
const LANES_STARTED_A_SECOND = 100;
const STEPS = 1_024;
const CALLS = 10_000_000;
const OBJECT_BYTES = 10e9;
const OBJECT_CALLS_A_SECOND = 200;
const MEMORY_BYTES = 128e6;

const SECONDS_A_DAY = 86_400;
const SMALL = 80;
const LARGE = 40_000;

interface Bound {
  readonly what: string;
  readonly limit: number;
  readonly uses: string;
  readonly so: string;
}

/** What bounds the scale, in rows: the limit, what absum does with it, and what follows. */
export function listBounds(write: (amount: number) => string): Bound[] {
  const trialsASecond = 1000 / (TRIAL_CPU_MS + callsOfTrial() * CALL_MS);
  const callsASecond = trialsASecond * callsOfTrial();
  const { lanes, steps } = shareOut(LARGE);
  const perLane = write(trialsASecond);
  return [
    {
      what: 'lanes that run at once',
      limit: LANES_AT_ONCE,
      uses: `${perLane} trials a second each`,
      so: `${write(trialsASecond * LANES_AT_ONCE)} trials a second`,
    },
    {
      what: 'lanes started in a second',
      limit: LANES_STARTED_A_SECOND,
      uses: `${lanes} for a sweep of ${write(LARGE)}, 1 for one of ${SMALL}`,
      so: `${write((LANES_STARTED_A_SECOND / lanes) * LARGE)} or ${write(LANES_STARTED_A_SECOND * SMALL)} trials a second`,
    },
    {
      what: 'calls of an object in a second',
      limit: OBJECT_CALLS_A_SECOND,
      uses: `${write(callsASecond)} of each lane`,
      so: `${Math.floor(OBJECT_CALLS_A_SECOND / callsASecond)} lanes of a sweep`,
    },
    {
      what: 'bytes of an object',
      limit: OBJECT_BYTES,
      uses: `${write(LEDGER_BYTES_A_TRIAL)} for a trial`,
      so: `${write(OBJECT_BYTES / LEDGER_BYTES_A_TRIAL)} trials of a sweep`,
    },
    {
      what: 'steps of a lane, on any plan',
      limit: STEPS,
      uses: `${steps / lanes} for ${write(LARGE)} trials: a step holds more pairs where there are more`,
      so: 'no bound',
    },
    {
      what: 'calls of a lane, 10,000 unless `subrequests` says more',
      limit: CALLS,
      uses: `${write(countLaneCalls(LARGE, lanes, 1))} for ${write(LARGE)} trials of one lambda`,
      so: 'no bound',
    },
    {
      what: 'bytes of memory',
      limit: MEMORY_BYTES,
      uses: `${write(HEAP_BYTES_A_TRIAL)} for a trial while the report is made`,
      so: `${write(LARGE)} trials of a sweep, the limit that absum sets, with room for what else a worker holds`,
    },
  ];
}

/** What this many people need if each starts a sweep a day, spread evenly. */
export function measureCrowd(people: number): { started: number; running: number; cores: number } {
  const started = people / SECONDS_A_DAY;
  const { lanes, seconds } = shareOut(SMALL);
  return { started, running: started * lanes * seconds, cores: (started * SMALL * TRIAL_CPU_MS) / 1000 };
}

export const startedAtMost = LANES_STARTED_A_SECOND;
export const runningAtMost = LANES_AT_ONCE;
