import { describe, expect, it } from 'vitest';
import { readCsv } from '../../src/data/csv/csv.ts';
import { type ColumnProfile, profileTable } from '../../src/data/profile.ts';
import { listDoubts, listFaults, needsDecimal } from '../../src/page/setup/describe-column.ts';

function profile(cells: readonly string[]): ColumnProfile {
  return profileTable(readCsv(`a;y\n${cells.map((cell, i) => `${cell};${i}`).join('\n')}`)).columns[0];
}

describe('what is told at a column', () => {
  it('is how to settle its fault', () => {
    const stray = profile(Array.from({ length: 40 }, (_, i) => (i === 7 ? 'x' : String(i))));
    expect(listFaults(stray, false, 'refuse', [])[0]).toMatch(/got "x": untick Use to leave it out$/);
    const gap = profile(['1', '', '3']);
    expect(listFaults(gap, false, 'refuse', [])).toEqual([
      '1 value is missing: choose below how to treat them',
    ]);
    expect(listFaults(gap, false, 'mean', [])).toEqual([]);
    // What the plan says of a target is all there is to say.
    expect(listFaults(stray, true, 'refuse', ['told'])).toEqual(['told']);
  });

  it('is the decimal mark where that is what is wrong, with no second advice', () => {
    const commas = profile(['0,5', '1,5', '2,5', '3', '4', '5', '6', '7']);
    expect(needsDecimal(commas.fault)).toBe(true);
    expect(listFaults(commas, false, 'refuse', [])[0]).not.toContain('untick');
    expect(needsDecimal(profile(['1', '2']).fault)).toBe(false);
  });

  it('is a doubt, and no fault, at an identifier and at what never changes', () => {
    const names = Array.from({ length: 20 }, (_, i) => `p${i}`);
    expect(listDoubts(profile(names), 20, false)).toHaveLength(1);
    expect(listFaults(profile(names), false, 'refuse', [])).toEqual([]);
    expect(listDoubts(profile(names), 20, true)).toEqual([]);
    expect(listDoubts(profile(names.slice(1)), 19, false)).toEqual([]);
    expect(listDoubts(profile([...names.slice(1), 'p1']), 20, false)).toEqual([]);
    expect(listDoubts(profile(['5', '5', '5']), 3, false)).toEqual([
      'always the same: nothing can be learned from it',
    ]);
    expect(listDoubts(profile(['5', '5', '5']), 3, true)).toHaveLength(1);
  });
});
