import { describe, expect, it } from 'vitest';
import { arctan, exp, expm1, log, sinPi, tanh } from '../../src/math/elementary.ts';
import { openStream } from '../../src/random/random.ts';

const POINTS = 100_000;

/** Distance in units in the last place of `expected`. */
function ulps(actual: number, expected: number): number {
  if (Object.is(actual, expected)) return 0;
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, Math.abs(expected));
  bits.setBigUint64(0, bits.getBigUint64(0) + 1n);
  return Math.abs(actual - expected) / (bits.getFloat64(0) - Math.abs(expected));
}

/** The largest distance over points drawn by `draw`; the host's function is itself off by up to 1 ULP. */
function worst(own: (x: number) => number, host: (x: number) => number, draw: (u: number) => number): number {
  const random = openStream(1, 'generator', 99);
  let most = 0;
  for (let i = 0; i < POINTS; i++) {
    const x = draw(random.nextUniform());
    const distance = ulps(own(x), host(x));
    if (!(distance <= most)) most = distance;
  }
  return most;
}

describe('log', () => {
  it.each<[string, (u: number) => number]>([
    ['[0, 1)', (u) => u],
    ['near 1', (u) => 1 + (u - 0.5) / 1024],
    ['[0, 1e6)', (u) => 1e6 * u],
    ['all sizes', (u) => 2 ** (2000 * u - 1000)],
    ['subnormal numbers', (u) => u * 2 ** -1030],
  ])('is within 2 ULP of the host on 1e5 points: %s', (_, draw) => {
    expect(worst(log, Math.log, draw)).toBeLessThanOrEqual(2);
  });

  it('handles the edges', () => {
    expect([log(1), log(0), log(-0), log(Infinity)]).toEqual([0, -Infinity, -Infinity, Infinity]);
    expect([log(-1), log(-Infinity), log(Number.NaN)]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });
});

describe('exp', () => {
  it.each<[string, (u: number) => number]>([
    ['[-1, 1)', (u) => 2 * u - 1],
    ['near 0', (u) => (u - 0.5) / 1024],
    ['[-700, 700)', (u) => 1400 * u - 700],
  ])('is within 2 ULP of the host on 1e5 points: %s', (_, draw) => {
    expect(worst(exp, Math.exp, draw)).toBeLessThanOrEqual(2);
  });

  it('handles the edges', () => {
    expect([exp(0), exp(-0), exp(-Infinity), exp(Infinity), exp(Number.NaN)]).toEqual([
      1,
      1,
      0,
      Infinity,
      Number.NaN,
    ]);
    expect([exp(710), exp(-746)]).toEqual([Infinity, 0]);
    expect(ulps(exp(709.78), Math.exp(709.78))).toBeLessThanOrEqual(2);
    // Subnormal results keep fewer bits: half the smallest subnormal number is all that can be asked.
    expect(Math.abs(exp(-745) - Math.exp(-745))).toBeLessThanOrEqual(5e-324);
    expect(ulps(exp(-720), Math.exp(-720))).toBeLessThanOrEqual(2);
  });
});

describe('expm1', () => {
  it.each<[string, (u: number) => number]>([
    ['[-1, 1)', (u) => 2 * u - 1],
    ['near 0', (u) => (u - 0.5) / 1024],
    ['near 1/2, where the series ends', (u) => 0.5 + (u - 0.5) / 1024],
    ['near -1/2', (u) => -0.5 + (u - 0.5) / 1024],
    ['small sizes', (u) => 2 ** (-1000 * u)],
    ['[-700, 700)', (u) => 1400 * u - 700],
  ])('is within 4 ULP of the host on 1e5 points: %s', (_, draw) => {
    // 3 of our own, and 1 of the host's.
    expect(worst(expm1, Math.expm1, draw)).toBeLessThanOrEqual(4);
  });

  it('handles the edges', () => {
    expect([expm1(0), expm1(-0), expm1(-Infinity), expm1(Infinity)]).toEqual([0, -0, -1, Infinity]);
    expect(expm1(Number.NaN)).toBeNaN();
  });
});

describe('tanh', () => {
  it.each<[string, (u: number) => number]>([
    ['[-1, 1)', (u) => 2 * u - 1],
    ['near 0', (u) => (u - 0.5) / 1024],
    ['near 1/4, where the series ends', (u) => 0.25 + (u - 0.5) / 1024],
    ['small sizes', (u) => 2 ** (-1000 * u)],
    ['[-20, 20)', (u) => 40 * u - 20],
  ])('is within 5 ULP of the host on 1e5 points: %s', (_, draw) => {
    // 4 of our own, and 1 of the host's.
    expect(worst(tanh, Math.tanh, draw)).toBeLessThanOrEqual(5);
  });

  it('handles the edges', () => {
    expect([tanh(0), tanh(-0), tanh(Infinity), tanh(-Infinity)]).toEqual([0, -0, 1, -1]);
    expect(tanh(Number.NaN)).toBeNaN();
    expect(tanh(-0.3)).toBe(-tanh(0.3));
  });
});

describe('sinPi', () => {
  it('is within 4e-16 of the host on 1e5 points of [0, 1]', () => {
    const random = openStream(1, 'generator', 98);
    let most = 0;
    // Math.PI * x is rounded, by up to 2.2e-16 for an argument near pi, which the host's sine then inherits.
    for (let i = 0; i < POINTS; i++) {
      const x = random.nextUniform();
      most = Math.max(most, Math.abs(sinPi(x) - Math.sin(Math.PI * x)));
    }
    expect(most).toBeLessThanOrEqual(4e-16);
  });

  it('is 0 at whole numbers, 1 at one half, and even about it', () => {
    expect([sinPi(0), sinPi(1)]).toEqual([0, 0]);
    expect(Math.abs(sinPi(0.5) - 1)).toBeLessThanOrEqual(2e-16);
    expect(sinPi(0.75)).toBe(sinPi(0.25));
  });
});

describe('arctan', () => {
  it.each<[string, (u: number) => number]>([
    ['[-1, 1)', (u) => 2 * u - 1],
    ['near 0.42, where halving begins', (u) => 0.42 + (u - 0.5) / 1024],
    ['near 1', (u) => 1 + (u - 0.5) / 1024],
    ['[-10, 10)', (u) => 20 * u - 10],
    ['all sizes', (u) => 2 ** (2040 * u - 1020)],
    ['subnormal numbers', (u) => u * 2 ** -1030],
  ])('is within 4 ULP of the host on 1e5 points: %s', (_, draw) => {
    // 3 of our own, and 1 of the host's.
    expect(worst(arctan, Math.atan, draw)).toBeLessThanOrEqual(4);
  });

  it('handles the edges', () => {
    expect([arctan(0), arctan(-0)]).toEqual([0, -0]);
    expect([arctan(Infinity), arctan(-Infinity)]).toEqual([Math.PI / 2, -Math.PI / 2]);
    expect(arctan(1e300)).toBe(Math.PI / 2);
    expect(arctan(Number.NaN)).toBeNaN();
  });
});
