import { describe, expect, it } from 'vitest';
import { countLabels, drawCurve, drawEndLabels, thin } from '../../../src/charts/drawing/curves.ts';
import { findAll, parseSvg } from '../parse-svg.ts';

/** The baselines of labels by their texts, from the highest down. */
function placeLabels(ends: readonly number[]): number[] {
  const labels = ends.map((y, i) => ({ text: `label ${i}`, colour: '#000000', y }));
  const root = parseSvg(`<svg>${drawEndLabels(labels, 100, 0, 200)}</svg>`);
  return findAll(root, 'text').map(({ attributes }) => Number(attributes.y) - 4);
}

describe('labels at the ends of curves', () => {
  it('stand where their curves end, if they have room there', () => {
    expect(placeLabels([150, 20])).toEqual([20, 150]);
  });

  it.each([
    ['the top', [0, 1, 2, 3]],
    ['the bottom', [200, 199, 198, 197]],
    ['the middle', Array.from({ length: countLabels(0, 200) }, () => 100)],
  ])('are a line apart and within the panel where all end at %s', (_, ends) => {
    const places = placeLabels(ends);
    expect(places).toHaveLength(ends.length);
    for (const [i, y] of places.entries()) {
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(200);
      if (i > 0) expect(y - places[i - 1]).toBeGreaterThanOrEqual(14);
    }
  });
});

it('thin keeps the first and the last, and leaves a short list as it is', () => {
  const items = Array.from({ length: 1001 }, (_, i) => i);
  const thinned = thin(items, 11);
  expect(thinned).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
  expect(thin([1, 2], 11)).toEqual([1, 2]);
});

it('a curve of nothing is no markup', () => {
  expect(drawCurve([], { colour: '#000000' })).toBe('');
});
