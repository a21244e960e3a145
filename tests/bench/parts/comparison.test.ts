import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../bench/machine.ts';
import { type ComparisonFigures, comparison } from '../../../bench/parts/comparison.ts';

const ZEN4: Machine = {
  processor: { vendor: 'AMD', name: 'AMD EPYC', family: 25, model: 17, generation: 'Zen 4' },
  cores: 2,
  node: '24',
  v8: '13',
};

function makeFigures(seconds: Record<string, readonly number[]>): ComparisonFigures {
  const times = Object.entries(seconds).map(([name, all]) => ({
    name,
    note: null,
    seconds: all,
    peakBytes: null,
  }));
  const peaks = [
    { workers: 0, bytes: 90e6 },
    { workers: 2, bytes: 150e6 },
  ];
  return { recipe: 'a recipe', times, missing: [], peaks };
}

const listStrict = (figures: ComparisonFigures, machine = ZEN4) =>
  comparison
    .judge(figures, machine)
    .filter(({ text }) => /^absum compare over JAX/.test(text))
    .map(({ kind, met }) => [kind, met]);

describe('the part "comparison"', () => {
  const AT_BARS = {
    'absum compare': [1, 1, 1],
    'JAX, compile cache warm': [1 / 0.48, 1 / 0.48, 1 / 0.48],
    'JAX, compile cache cold': [1 / 0.31, 1 / 0.31, 1 / 0.31],
    'JAX, a process a core, warm': [1 / 0.76, 1 / 0.76, 1 / 0.76],
  };

  test('meets its floors at the bars, on the processor and with the cores for which they were set', () => {
    expect(listStrict(makeFigures(AT_BARS))).toEqual(Array(3).fill(['floor', true]));
    const slower = { ...AT_BARS, 'absum compare': [1.01, 1.01, 1.01] };
    expect(listStrict(makeFigures(slower))).toEqual(Array(3).fill(['floor', false]));
    expect(listStrict(makeFigures(slower), { ...ZEN4, cores: 8 })).toEqual(Array(3).fill(['goal', false]));
  });

  test('compares within each round, so that neither a slow hour nor one disturbed run counts', () => {
    const disturbed = makeFigures({
      'absum compare': [1, 20, 10],
      'JAX, compile cache warm': [3, 3, 30],
    });
    expect(comparison.show(disturbed)).toContain('absum takes 0.33 of it');
    expect(listStrict(disturbed)[0]).toEqual(['floor', true]);
  });

  test('says how much memory each thread adds', () => {
    expect(comparison.show(makeFigures(AT_BARS))).toContain(
      'absum compare holds at most: in place 90 MB, 2 threads 150 MB (30 MB more for each)',
    );
  });
});
