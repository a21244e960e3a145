import { atMost, notMeasured, type Verdict } from '../goals.ts';
import type { Part } from '../part.ts';
import { nameShape, type Shape } from '../setting.ts';
import { median } from '../statistics.ts';
import { buildYardstick } from '../yardstick/build.ts';
import { hasRelaxed } from '../yardstick/contestants.ts';
import type { RaceResult } from '../yardstick/race.ts';
import { raceInProcesses } from '../yardstick/race-in-processes.ts';

/** A shape, and the most that a step may take, over the baseline's. */
interface Bar {
  readonly shape: Shape;
  readonly strict: number;
  readonly relaxed: number;
}

const BARS: readonly Bar[] = [
  { shape: { inputs: 10, hidden: [32], batchSize: 32 }, strict: 0.81, relaxed: 0.76 },
  { shape: { inputs: 16, hidden: [64, 32], batchSize: 32 }, strict: 0.94, relaxed: 0.82 },
  { shape: { inputs: 64, hidden: [64, 32], batchSize: 32 }, strict: 0.96, relaxed: 0.83 },
  { shape: { inputs: 16, hidden: [256, 128], batchSize: 256 }, strict: 0.98, relaxed: 0.85 },
];
/** The same where V8 checks the bounds of each access by instructions, as in workerd. */
const CHECKED_BAR = { shape: BARS[1].shape, strict: 0.87 };
const CHECKS = '--wasm-enforce-bounds-checks';

const FULL = { processes: 5, rounds: 160 };
const QUICK = { processes: 1, rounds: 12 };

export interface BaselineFigures {
  readonly commit: string;
  /** Why nothing was measured; null if it was. */
  readonly missing: string | null;
  readonly hasRelaxed: boolean;
  readonly shapes: readonly RaceResult[];
  /** With explicit checks of bounds. */
  readonly checked: RaceResult | null;
}

/** A step of the modules at hand over that of an earlier commit's, built beside them. */
export const baseline: Part<BaselineFigures> = {
  name: 'baseline',

  async measure({ isQuick }) {
    const built = buildYardstick();
    const { commit } = built;
    if ('missing' in built) {
      return { commit, missing: built.missing, hasRelaxed: hasRelaxed(), shapes: [], checked: null };
    }
    const { folder } = built;
    const size = isQuick ? QUICK : FULL;
    try {
      const shapes = await raceInProcesses({ folder, shapes: BARS.map(({ shape }) => shape), ...size });
      const [checked] = await raceInProcesses({
        folder,
        shapes: [CHECKED_BAR.shape],
        flags: [CHECKS],
        ...size,
      });
      return { commit, missing: null, hasRelaxed: hasRelaxed(), shapes, checked };
    } finally {
      built.remove();
    }
  },

  judge({ missing, hasRelaxed, shapes, checked }) {
    // What is missing stands in the text; a dozen verdicts need not repeat it.
    const why = missing === null ? null : 'no baseline';
    const verdicts = BARS.flatMap(({ shape, strict, relaxed }) => {
      const found = shapes.find((result) => nameShape(result.shape) === nameShape(shape));
      const what = (kind: string) => `${nameShape(shape)}: ${kind} step over the baseline's`;
      return [
        judgeTime(found, 'strict', what('strict'), strict, why),
        judgeTime(found, 'relaxed', what('relaxed'), relaxed, why ?? (hasRelaxed ? null : 'not built')),
      ];
    });
    const { shape, strict } = CHECKED_BAR;
    const what = `${nameShape(shape)}: strict step over the baseline's, bounds checked`;
    return [...verdicts, judgeTime(checked ?? undefined, 'strict', what, strict, why), judgeBits(shapes)];
  },

  show({ commit, missing, shapes, checked }) {
    const title = `A step over that of ${commit.slice(0, 12)}, both in turns`;
    if (missing !== null) return `${title}: not measured (${missing})`;
    const notes =
      'us in quiet moments; the ratio in blocks of rounds of several processes: median (least to largest)';
    const lines = shapes.flatMap(showRace);
    const checkedLines = checked === null ? [] : [`with ${CHECKS}`, ...showRace(checked)];
    return [`${title}; ${notes}`, ...lines, ...checkedLines].join('\n');
  },
};

function showRace({ shape, times }: RaceResult): string[] {
  const rows = times.map(({ name, microseconds, ratios, sameBits }) => {
    const time = `    ${name.padEnd(10)}${microseconds.toFixed(2).padStart(9)} us`;
    if (name === 'baseline') return time;
    const [ratio, low, high] = [median(ratios), Math.min(...ratios), Math.max(...ratios)];
    const range = `${ratio.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
    return `${time}  ${range}, ${sameBits ? 'same bits' : 'other bits'}`;
  });
  return [`  ${nameShape(shape)}`, ...rows];
}

function judgeTime(
  result: RaceResult | undefined,
  name: 'strict' | 'relaxed',
  what: string,
  bar: number,
  why: string | null,
): Verdict {
  const time = result?.times.find((one) => one.name === name);
  if (time === undefined) return notMeasured('floor', what, why ?? 'not in these figures');
  return atMost('floor', what, median(time.ratios), bar, ' times');
}

/** Strict arithmetic promises the same bytes everywhere, so also those of the baseline. */
function judgeBits(shapes: readonly RaceResult[]): Verdict {
  const strict = shapes.flatMap(({ times }) => times.filter(({ name }) => name === 'strict'));
  const what = "strict steps give the baseline's bits";
  if (strict.length === 0) return notMeasured('floor', what, 'no baseline');
  return { kind: 'floor', text: what, met: strict.every(({ sameBits }) => sameBits) };
}
