import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Machine } from '../../bench/machine.ts';
import { findDate, keepResults, readResults } from '../../bench/results.ts';

const ZEN3: Machine = {
  processor: { vendor: 'AMD', name: 'AMD EPYC', family: 25, model: 1, generation: 'Zen 3' },
  cores: 2,
  node: '24.0.0',
  v8: '13.6',
};
const ZEN4: Machine = { ...ZEN3, processor: { ...ZEN3.processor, model: 17, generation: 'Zen 4' } };
const FIRST = { date: '2026-11-29', commit: 'abc' };
const LATER = { date: '2026-12-01', commit: 'def' };

describe('the results', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'absum-results-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('are named by processor, cores and day', () => {
    expect(basename(keepResults(ZEN3, { a: 1 }, FIRST, folder))).toBe(
      'amd-epyc-zen-3-2-cores-2026-11-29.json',
    );
  });

  test('of a processor stand in one file, in which a run renews the parts that it measured', () => {
    keepResults(ZEN3, { a: 1, b: 1 }, FIRST, folder);
    keepResults(ZEN3, { b: 2 }, LATER, folder);
    expect(readdirSync(folder)).toEqual(['amd-epyc-zen-3-2-cores-2026-12-01.json']);
    const [results] = readResults(folder);
    expect(results.parts).toMatchObject({ a: { ...FIRST, figures: 1 }, b: { ...LATER, figures: 2 } });
    expect(findDate(results)).toBe('2026-12-01');
  });

  test('of other processors, and of other numbers of cores, stay', () => {
    keepResults(ZEN4, { a: 4 }, FIRST, folder);
    keepResults({ ...ZEN3, cores: 12 }, { a: 12 }, FIRST, folder);
    keepResults(ZEN3, { a: 3 }, LATER, folder);
    expect(readResults(folder).map(({ parts }) => parts.a.figures)).toEqual([12, 3, 4]);
  });

  test('are none where no run was kept', () => {
    expect(readResults(join(folder, 'nothing'))).toEqual([]);
  });
});
