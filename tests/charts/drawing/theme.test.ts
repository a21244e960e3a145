import { describe, expect, it } from 'vitest';
import {
  chooseTextColour,
  colourLambdas,
  measureContrast,
  mix,
  THEMES,
} from '../../../src/charts/drawing/theme.ts';

const places = Array.from({ length: 101 }, (_, i) => i / 100);

describe.each(['light', 'dark'] as const)('the %s theme', (name) => {
  const theme = THEMES[name];

  it('stands on the ground of the page', () => {
    expect(theme.background).toBe({ light: '#ffffff', dark: '#16181b' }[name]);
  });

  it('writes text at a contrast of 4.5 or more, the labels of curves and what stands on the band too', () => {
    for (const colour of [theme.ink, theme.muted]) {
      expect(measureContrast(colour, theme.background)).toBeGreaterThanOrEqual(4.5);
      expect(measureContrast(colour, theme.band)).toBeGreaterThanOrEqual(4.5);
    }
    for (const stops of [theme.warm, theme.cool]) {
      for (const place of places) {
        expect(measureContrast(mix(stops, place), theme.background)).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  it('draws marks at a contrast of 3 or more, on the band too', () => {
    for (const stops of [theme.warm, theme.cool, [theme.neutral, theme.neutral]]) {
      for (const place of places) {
        expect(measureContrast(mix(stops, place), theme.band)).toBeGreaterThanOrEqual(3);
      }
    }
  });

  it('writes in cells of any amount at a contrast of 4.5 or more', () => {
    for (const place of places) {
      const fill = mix(theme.amount, place);
      expect(measureContrast(chooseTextColour(fill), fill), `at ${place}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('gives every lambda a colour of its own, the baseline the neutral one', () => {
    const lambdas = [0.1, -0.1, 0, 0.01, -0.01, 1];
    const colourOf = colourLambdas(lambdas, 0, theme);
    expect(new Set(lambdas.map(colourOf)).size).toBe(lambdas.length);
    expect(colourOf(0)).toBe(theme.neutral);
    expect([colourOf(-0.01), colourOf(-0.1)]).toEqual([theme.warm[0], theme.warm[2]]);
    expect([colourOf(0.01), colourOf(1)]).toEqual([theme.cool[0], theme.cool[2]]);
  });
});

it('contrast is as WCAG 2 defines it', () => {
  expect(measureContrast('#ffffff', '#000000')).toBeCloseTo(21);
  expect(measureContrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});
