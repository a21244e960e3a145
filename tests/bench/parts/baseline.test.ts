import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../bench/machine.ts';
import { type BaselineFigures, baseline } from '../../../bench/parts/baseline.ts';
import type { RaceResult, RaceTime } from '../../../bench/yardstick/race.ts';

const MACHINE = {} as Machine;
const SHAPES = [
  { inputs: 10, hidden: [32], batchSize: 32 },
  { inputs: 16, hidden: [64, 32], batchSize: 32 },
  { inputs: 64, hidden: [64, 32], batchSize: 32 },
  { inputs: 16, hidden: [256, 128], batchSize: 256 },
];

function time(name: RaceTime['name'], ratio: number, sameBits = true): RaceTime {
  return { name, microseconds: ratio, ratios: [ratio - 0.2, ratio, ratio + 0.3], sameBits };
}

/** Figures in which strict and relaxed steps take these times the baseline's, shape by shape. */
function makeFigures(
  strict: readonly number[],
  relaxed: readonly number[],
  checked: number,
): BaselineFigures {
  const shapes = SHAPES.map(
    (shape, i): RaceResult => ({
      shape,
      times: [time('baseline', 1), time('strict', strict[i]), time('relaxed', relaxed[i], false)],
    }),
  );
  const [, ofChecked] = SHAPES;
  return {
    commit: 'c'.repeat(40),
    missing: null,
    hasRelaxed: true,
    shapes,
    checked: { shape: ofChecked, times: [time('baseline', 1), time('strict', checked)] },
  };
}

const listMet = (figures: BaselineFigures) => baseline.judge(figures, MACHINE).map(({ met }) => met);

describe('the part "baseline"', () => {
  const BARS = { strict: [0.81, 0.94, 0.96, 0.98], relaxed: [0.76, 0.82, 0.83, 0.85], checked: 0.87 };

  test('meets its floors at the bars that were set', () => {
    const verdicts = baseline.judge(makeFigures(BARS.strict, BARS.relaxed, BARS.checked), MACHINE);
    expect(verdicts).toHaveLength(10);
    expect(verdicts.filter(({ met, kind }) => met !== true || kind !== 'floor')).toEqual([]);
  });

  test('misses every one just above', () => {
    const above = (bars: readonly number[]) => bars.map((bar) => bar + 0.001);
    const met = listMet(makeFigures(above(BARS.strict), above(BARS.relaxed), BARS.checked + 0.001));
    expect(met).toEqual([...Array(9).fill(false), true]);
  });

  test('misses a floor where strict steps have other bits', () => {
    const figures = makeFigures(BARS.strict, BARS.relaxed, BARS.checked);
    const [first, ...rest] = figures.shapes;
    const times = [time('baseline', 1), time('strict', 0.5, false)];
    expect(listMet({ ...figures, shapes: [{ ...first, times }, ...rest] }).at(-1)).toBe(false);
  });

  test('says why it measured nothing, and neither meets nor misses', () => {
    const figures = {
      commit: 'c'.repeat(40),
      missing: 'not in a clone',
      hasRelaxed: false,
      shapes: [],
      checked: null,
    };
    expect(new Set(listMet(figures))).toEqual(new Set([null]));
    expect(baseline.show(figures)).toBe(
      'A step over that of cccccccccccc, both in turns: not measured (not in a clone)',
    );
  });
});
