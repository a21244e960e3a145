import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaleLambdas } from '../../../src/charts/axes/lambda-scale.ts';
import { keepWhole, scaleValues } from '../../../src/charts/axes/value-scale.ts';
import { measureText, shorten, TICK_SIZE, wrap } from '../../../src/charts/drawing/text.ts';
import { shortenLambda } from '../../../src/words/numbers.ts';

const lambda = fc.oneof(
  fc.double({ min: -1, max: 1, noNaN: true }),
  fc.constantFrom(0, 1e-300, -1e-300, 1e-12, 1e3, 1e300, -1e300, 0.001, 0.0011),
);

describe('the scale of lambdas', () => {
  it('keeps their order, stays on the axis and labels without overlap, whatever the lambdas', () => {
    const lambdas = fc.uniqueArray(lambda, { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(lambdas, fc.integer({ min: 200, max: 1100 }), (given, width) => {
        const scale = scaleLambdas(given, 40, 40 + width, [0.001]);
        const places = scale.lambdas.map((each) => scale.place(each));
        expect(places).toEqual(places.toSorted((a, b) => a - b));
        expect(places.every((x) => x >= 40 + 13.9 && x <= 40 + width - 13.9)).toBe(true);
        const boxes = [...scale.labelled]
          .map((each) => ({ at: scale.place(each), half: measureText(shortenLambda(each), TICK_SIZE) / 2 }))
          .toSorted((a, b) => a.at - b.at);
        for (const [i, box] of boxes.entries()) {
          if (i > 0) expect(boxes[i - 1].at + boxes[i - 1].half).toBeLessThan(box.at - box.half);
        }
        expect(boxes.length).toBeGreaterThan(0);
      }),
    );
  });

  it('places a lambda and its negative equally far from 0', () => {
    const { place } = scaleLambdas([-0.1, -0.001, 0, 0.001, 0.1], 0, 500, []);
    expect([place(-0.1), place(0.1)]).toEqual([14, 486]);
    expect(place(0)).toBeCloseTo(250);
    expect(place(0.001) - place(0)).toBeCloseTo(place(0) - place(-0.001));
    expect(place(0.1) - place(0)).toBeCloseTo(place(0) - place(-0.1));
  });

  it('labels first what it is asked to', () => {
    const lambdas = Array.from({ length: 60 }, (_, i) => i / 1000);
    expect(scaleLambdas(lambdas, 0, 300, [0.031]).labelled.has(0.031)).toBe(true);
  });
});

describe('the scale of values', () => {
  const value = fc.oneof(
    fc.double({ min: -100, max: 100, noNaN: true }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(0, 1e-320, -1e-320, Number.MAX_VALUE, -Number.MAX_VALUE, 5),
  );

  it('places every value and tick between its ends, in order, whatever the values', () => {
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 20 }),
        fc.boolean(),
        fc.constantFrom(2, 50),
        (values, linear, wide) => {
          const scale = scaleValues(values, { range: [0, 300], spacing: 40, linear, wide });
          const places = values.toSorted((a, b) => a - b).map((each) => scale.place(each));
          const ticks = scale.ticks.map((tick) => scale.place(tick.value));
          expect([...places, ...ticks].every((x) => x >= 0 && x <= 300)).toBe(true);
          expect(places).toEqual(places.toSorted((a, b) => a - b));
          expect(scale.ticks.every(({ label }) => !/NaN|Infinity/.test(label))).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is logarithmic over orders of magnitude, symmetrically with negative values, and linear otherwise', () => {
    const kindOf = (values: number[]) => scaleValues(values, { range: [0, 300], spacing: 40 }).kind;
    expect(kindOf([1, 2, 30])).toBe('linear');
    expect(kindOf([1, 2, 300])).toBe('log');
    expect(kindOf([-5, 1, 3])).toBe('linear');
    expect(kindOf([-5, 0.001, 0.002, 3000])).toBe('symlog');
  });

  it('has ticks that differ in their labels', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        fc.double({ min: 1e-6, max: 1e3, noNaN: true }),
        (from, span) => {
          const { ticks } = scaleValues([from, from + span], { range: [0, 300], spacing: 40 });
          expect(new Set(ticks.map(({ label }) => label)).size).toBe(ticks.length);
          expect(ticks.length).toBeGreaterThan(1);
        },
      ),
    );
  });

  // 6 % of the values' length at either end: of the whole, 0.06 / 1.12.
  it.each([
    ['linear', [10, 20, 30]],
    ['log', [1, 2, 300]],
    ['symlog', [-5, 0.001, 0.002, 3000]],
  ])('leaves the same room free at both ends, on a %s scale', (kind, values) => {
    const scale = scaleValues(values, { range: [0, 1120], spacing: 40 });
    expect(scale.kind).toBe(kind);
    expect(scale.place(Math.min(...values))).toBeCloseTo(60, 6);
    expect(scale.place(Math.max(...values))).toBeCloseTo(1060, 6);
  });

  it('places what has no logarithm at its lower end', () => {
    const scale = scaleValues([1, 1000], { range: [0, 300], spacing: 40 });
    expect([scale.place(0), scale.place(-7)]).toEqual([0, 0]);
  });
});

describe('a scale of counts', () => {
  it('has whole ticks that counts reach, and no others', () => {
    const scale = scaleValues([1, 3], { range: [0, 600], spacing: 60, linear: true });
    expect(scale.ticks.some(({ label }) => label.includes('.'))).toBe(true);
    expect(keepWhole(scale, 1, 3).ticks.map(({ label }) => label)).toEqual(['1', '2', '3']);
    expect(keepWhole(scale, 2, 2).ticks.map(({ label }) => label)).toEqual(['2']);
  });
});

describe('texts', () => {
  it('are shortened to the room, by whole characters', () => {
    expect(shorten('education', 200, 10)).toBe('education');
    expect(shorten('education', 40, 10)).toBe('educa\u2026');
    expect(shorten('\u{1f600}\u{1f600}\u{1f600}\u{1f600}', 29, 10)).toBe('\u{1f600}\u2026');
  });

  it('are wrapped between words, and never within a lambda', () => {
    expect(wrap('one two three', 50, 10)).toEqual(['one two', 'three']);
    expect(wrap('at lambda = 0.01', 90, 10)).toEqual(['at', 'lambda = 0.01']);
  });
});
