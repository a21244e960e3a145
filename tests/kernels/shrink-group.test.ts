import { describe, expect, it } from 'vitest';
import { assertClose } from '../assert-close.ts';
import { norm, proximalObjective, shrinkGroup } from '../oracles/group.ts';
import { softThreshold } from '../oracles/penalty.ts';
import { createArena, createSparseValues, createValues, MISALIGNMENTS, toBits } from './arena.ts';
import { assertShrunk, boundOf, createMetrics, type Pieces, SHAPES, shrink, shrinkIn } from './groups.ts';

describe.each(['shrinkGroup', 'shrinkGroupEach'] as const)('%s', (name) => {
  const isEach = name === 'shrinkGroupEach';
  const metricOf = (length: number, seed: number) => (isEach ? createMetrics(length, seed) : 1);
  const listOf = (metric: readonly number[] | number, length: number) =>
    typeof metric === 'number' ? new Array<number>(length).fill(metric) : metric;

  it.each(MISALIGNMENTS)('equals the oracle on every shape, %i bytes off alignment', (misalignment) => {
    const arena = createArena();
    for (const shape of SHAPES) {
      const n = shape[0] * shape[1];
      const u = [...createSparseValues(n, n + 1)];
      const metric = metricOf(n, n + 2);
      // From far below the group's norm to beyond where it becomes 0.
      for (const share of [0, 1e-6, 0.01, 0.3, 0.9, 1.5, 20]) {
        const k = share * norm(u);
        const expected = shrinkGroup(u, listOf(metric, n), k);
        assertShrunk(shrinkIn(arena, u, metric, k, shape, misalignment), expected, u);
      }
    }
    expect(arena.findDeadCanaries()).toEqual([]);
  });

  it('gives the same bits wherever the weights lie', () => {
    const u = [...createValues(27, 9)];
    const metric = metricOf(27, 8);
    const arena = createArena();
    const results = MISALIGNMENTS.map((misalignment) =>
      toBits(shrinkIn(arena, u, metric, 0.4, [1, 27, 0], misalignment)),
    );
    for (const bits of results) expect(bits).toEqual(results[0]);
  });

  it('shrinks one weight as softThreshold does, and zeroes it on the threshold', () => {
    for (const w of createValues(300, 4)) {
      for (const k of [0, 0.2, 0.5, Math.abs(w), 2 ** -149].map(Math.fround)) {
        const expected = softThreshold(w, k);
        const [shrunk] = shrink([w], isEach ? [1] : 1, k);
        assertClose(shrunk, expected, boundOf(expected, w, 1));
        expect(shrunk === 0).toBe(expected === 0);
      }
    }
  });

  it('zeroes the whole group up to a tie, and keeps all of it beyond', () => {
    const metric = isEach ? [1, 1] : 1;
    for (const scale of [1, 2 ** -120, 2 ** 120]) {
      const u = [3 * scale, -4 * scale];
      expect(toBits(shrink(u, metric, 5 * scale))).toEqual(new Uint32Array(2));
      expect([...shrink(u, metric, 4.9375 * scale)].map(Math.sign)).toEqual([1, -1]);
      const negatives = [-1e-3 * scale, -0].map(Math.fround);
      expect(toBits(shrink(negatives, metric, scale))).toEqual(new Uint32Array(2));
    }
  });

  it('changes nothing but -0 and subnormals at threshold 0', () => {
    const u = [0.3, -0, 2 ** -126, -(2 ** -126), -(2 ** 127), 0].map(Math.fround);
    const kept = toBits(Float32Array.from(u, (w) => w + 0));
    expect(toBits(shrink(u, isEach ? [1, 2, 2 ** -149, 1, 1e38, 3] : 1, 0))).toEqual(kept);
    const subnormals = [2 ** -149, -(2 ** -149), 2 ** -126 - 2 ** -149, -(2 ** -126) + 2 ** -149, 1e-40];
    expect(toBits(shrink(subnormals, metricOf(5, 1), 0))).toEqual(new Uint32Array(5));
    expect(toBits(shrink([-0, -0, 0], metricOf(3, 1), 0))).toEqual(new Uint32Array(3));
  });

  it('brings a weight that each step shrinks by a quarter to 0, and to no subnormal on the way', () => {
    let small = 1;
    for (let step = 0; step < 350; step++) {
      [, small] = shrink([1, small], isEach ? [1, 1] : 1, Math.hypot(1, small) / 4);
      expect(small === 0 || small >= 2 ** -126).toBe(true);
    }
    expect(small).toBe(0);
  });

  it('makes the whole group NaN for a NaN at every position', () => {
    const shape: Pieces = [2, 5, 8];
    for (let i = 0; i < 10; i++) {
      for (const k of [0, 0.1, 100]) {
        const u = [...createSparseValues(10, i)];
        u[i] = Number.NaN;
        u[(i + 3) % 10] = Infinity;
        const shrunk = shrinkIn(createArena(), u, metricOf(10, 2), k, shape);
        expect([...shrunk]).toEqual(new Array(10).fill(Number.NaN));
      }
    }
  });

  it('does not shrink a group with an infinity', () => {
    for (const special of [Infinity, -Infinity]) {
      for (let i = 0; i < 5; i++) {
        const u = [1, -0, -3, 2 ** -126, 1e30].map(Math.fround);
        u[i] = special;
        const kept = toBits(Float32Array.from(u, (w) => w + 0));
        expect(toBits(shrink(u, metricOf(5, 2), 7))).toEqual(kept);
      }
    }
  });

  it('ignores zeros among the weights, whatever their metric', () => {
    const u = [0.5, -0.25, 0, 0, 0, 0, 0, 0, 1, 0.75, 0, 0, 0, 0, 0, 0];
    const metric = isEach ? u.map((w, i) => (w === 0 ? 10 ** (i + 20) : 1 + i / 8)) : 1;
    const isReal = (_: unknown, i: number) => u[i] !== 0;
    const expected = shrinkGroup(u.filter(isReal), listOf(metric, 16).filter(isReal), 0.3);
    const shrunk = shrinkIn(createArena(), u, metric, 0.3, [2, 8, 24]);
    assertShrunk(shrunk.filter(isReal), expected, u.filter(isReal));
    expect([...shrunk].filter((w) => Object.is(w, 0))).toHaveLength(12);
  });

  it('is beaten by no step away from what it gives, and leaves no slope', () => {
    for (let seed = 0; seed < 40; seed++) {
      const n = 1 + (seed % 9);
      const u = [...createValues(n, seed)];
      const metric = metricOf(n, seed + 1);
      const metrics = listOf(metric, n);
      const k = 0.05 * (1 + (seed % 20)) * norm(u);
      const w = [...shrink(u, metric, k)];
      const r = norm(w);
      // A weight that is off by e = 2^-23.8 w, rounding and root, costs e^2 / 2 times the curvature 1 / m + k / r;
      // the objective is computed to n + 2 roundings.
      const curvature = (i: number) => 1 / metrics[i] + (r > 0 ? k / r : 0);
      const cost = w.reduce((sum, wi, i) => sum + (2 ** -23.8 * wi) ** 2 * curvature(i), 0);
      const least = proximalObjective(w, u, metrics, k) * (1 - (n + 2) * 2 ** -53) - cost;
      for (let trial = 0; trial < 200; trial++) {
        const away = createValues(n, 1000 * seed + trial);
        const moved = w.map((wi, i) => wi + 10 ** -(trial % 7) * away[i]);
        expect(proximalObjective(moved, u, metrics, k)).toBeGreaterThanOrEqual(least);
      }
      if (r === 0) continue;
      w.forEach((wi, i) => {
        const slope = (wi - u[i]) / metrics[i] + (k * wi) / r;
        // The norm is off by no more than the weights are.
        assertClose(slope, 0, 2 * 2 ** -23.8 * Math.abs(wi) * curvature(i) + 2 ** -50 * Math.abs(u[i]));
      });
    }
  });
});
