import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { CoresFigures } from '../../bench/parts/cores.ts';
import { readResults } from '../../bench/results.ts';
import { priceAll, priceBeyond } from '../../scripts/cost/prices.ts';
import { writeCosts } from '../../scripts/cost/table.ts';
import { countLaneCalls, shareOut, useComparisons, useSweeps } from '../../scripts/cost/usage.ts';

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

describe('the costs of a deployment', () => {
  test('stand in docs/deploy.md as npm run cost prints them', () => {
    const page = read('docs/deploy.md');
    for (const [heading, table] of Object.entries(writeCosts())) {
      expect(page).toContain(`### ${heading}\n\n${table}\n\n`);
    }
  });

  test('count what is beyond the included amount alone', () => {
    expect(priceAll('cpuMs', 32e6)).toBeCloseTo(0.64);
    expect(priceBeyond('cpuMs', 32e6)).toBeCloseTo(0.04);
    expect(priceBeyond('cpuMs', 29e6)).toBe(0);
    expect(priceAll('steps', 250_000)).toBeCloseTo(2);
  });

  test('grow with the sweeps, and a comparison in a request writes nothing', () => {
    const one = useSweeps(1, 80);
    // 20 pairs in two lanes, a step each, and one at either end of a lane.
    expect(one.steps).toBe(24);
    expect(useSweeps(10, 80).rowsWritten).toBeCloseTo(10 * one.rowsWritten);
    const { requests, cpuMs, ...rest } = useComparisons(10, 80);
    expect(requests).toBe(10);
    expect(cpuMs).toBeCloseTo(10 * one.cpuMs);
    expect(Object.values(rest).every((amount) => amount === 0)).toBe(true);
  });

  test('keep every lane within 1,024 steps, and count the calls of the one that makes the report', () => {
    for (const trials of [4, 80, 2_000, 7_996, 40_000, 100_000]) {
      const { lanes, steps } = shareOut(trials);
      expect(steps / lanes).toBeLessThanOrEqual(502);
    }
    expect(shareOut(4)).toMatchObject({ pairs: 1, lanes: 1, steps: 3 });
    expect(countLaneCalls(20, 1)).toBe(20 * 8 + 504 + 20);
  });

  test('give the figures that the benchmark gives on every processor, as measured', () => {
    const measured = readResults().flatMap(({ parts }) => parts.cores ?? []);
    for (const { figures } of measured) {
      // Beside what workerd adds, a machine may be a little faster or slower.
      const ratio = useSweeps(1, 1).cpuMs / ((1000 * (figures as CoresFigures).inPlaceSeconds) / 40);
      expect(ratio).toBeGreaterThan(1);
      expect(ratio).toBeLessThan(1.5);
    }
  });
});
