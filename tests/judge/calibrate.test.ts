import { describe, expect, it, vi } from 'vitest';
import { JUDGE_CELLS, type JudgeCell } from '../../scripts/calibrate/judge/cells.ts';
import { isKept, measureShare, printJudge } from '../../scripts/calibrate/judge/print.ts';
import { type JudgedSet, runJudgeSet } from '../../scripts/calibrate/judge/run-set.ts';
import { readOptions } from '../../scripts/calibrate/options.ts';
import { fused } from '../host.ts';

const cellOf = (name: string): JudgeCell => {
  const found = JUDGE_CELLS.find((cell) => cell.name === name);
  if (found === undefined) throw new Error(`no cell ${name}`);
  return { ...found, rows: 60, scale: 1.2, split: { ...found.split, repeats: 2 } };
};

describe('the cells in which a judge is given the same again and again', () => {
  it.each(['aa-three', 'aa-losses', 'aa-accuracy-losses', 'aa-seeds'])('%s is judged', async (name) => {
    const first = await runJudgeSet(cellOf(name), 1, fused);
    expect(await runJudgeSet(cellOf(name), 1, fused)).toEqual(first);
    expect(first.equivalent).toBeGreaterThanOrEqual(0);
    expect(first.notWorse).toBeLessThanOrEqual(1);
  });

  it('are asked for by name, all by "judge", and some by --quick', () => {
    expect(readOptions(['--cells', 'judge'])?.judgeCells).toEqual(JUDGE_CELLS);
    expect(readOptions(['--cells', 'judge'])?.cells).toEqual([]);
    expect(readOptions(['--cells', 'usual'])?.judgeCells).toEqual([]);
    expect(readOptions(['--quick'])?.judgeCells).toEqual(JUDGE_CELLS.filter(({ isQuick }) => isQuick));
    expect(() => readOptions(['--cells', 'aa-none'])).toThrowError('got "aa-none"');
  });
});

describe('what is printed of them', () => {
  const set = (isCalled: boolean, isLetThrough = false): JudgedSet => ({
    ...{ isCalled, isLetThrough, equivalent: 0.5, notWorse: 0.25 },
  });
  const print = (sets: readonly JudgedSet[]) => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    const before = process.exitCode;
    printJudge([JUDGE_CELLS[0]], new Map([[JUDGE_CELLS[0].name, new Map(sets.map((each, i) => [i, each]))]]));
    const code = process.exitCode;
    process.exitCode = before;
    const text = log.mock.calls.flat().join('\n');
    log.mockRestore();
    return { code, text };
  };

  it('keeps a rate within 5 % plus twice its Monte Carlo error', () => {
    expect(measureShare(30, 300)).toEqual({ rate: 0.1, error: Math.sqrt(0.09 / 300) });
    expect(isKept({ rate: 0.07, error: 0.0101 })).toBe(true);
    expect(isKept({ rate: 0.07, error: 0.0099 })).toBe(false);
  });

  it('fails where too much is called, or let through', () => {
    const fine = Array.from({ length: 100 }, (_, i) => set(i < 5));
    const called = Array.from({ length: 100 }, (_, i) => set(i < 15));
    const through = Array.from({ length: 100 }, (_, i) => set(false, i < 15));
    expect(print(fine).code).toBeUndefined();
    expect(print(called)).toMatchObject({ code: 1 });
    expect(print(called).text).toContain('too often: aa-two is called 0.150 ± 0.036');
    expect(print(through).text).toContain('too often: aa-two is let through 0.150 ± 0.036');
    expect(print(fine).text).toMatch(/aa-two +5 x 4 +2 +0\.050 ± 0\.022 +0\.000 ± 0\.000 +0\.50 +0\.25/);
  });
});
