import { describe, expect, it } from 'vitest';
import { drawLiveCurves, drawLiveMetric, type LiveResults } from '../../src/charts/live.ts';
import { findAll, listTextBoxes, parseSvg, readTip } from './parse-svg.ts';

const EMPTY: LiveResults = { metric: 'rmse', lambdas: [-0.1, 0, 0.1], values: [], epochs: 10, points: [] };
const OPTIONS = { width: 500, theme: 'light' } as const;

function tell(lambda: number, epoch: number, validationDataLoss: number | null) {
  return { lambda, epoch, validationDataLoss };
}

/** What each curve passes through, in px. */
function readCurves(svg: string): number[][][] {
  return findAll(parseSvg(svg), 'path').map(({ attributes }) =>
    attributes.d
      .replace(/[MZ]/g, '')
      .split('L')
      .map((point) => point.split(',').map(Number)),
  );
}

describe('the live metric', () => {
  it('has a dot for every trial done, and the mean of each lambda', () => {
    const values = [
      { lambda: 0, value: 1 },
      { lambda: 0.1, value: 4 },
      { lambda: 0, value: 2 },
    ];
    const root = parseSvg(drawLiveMetric({ ...EMPTY, values }, OPTIONS));
    expect(findAll(root, 'circle').map(readTip)).toEqual([
      'lambda = 0: 1',
      'lambda = 0: 2',
      'lambda = 0.1: 4',
    ]);
    const means = findAll(root, 'g').map(readTip).filter(Boolean);
    expect(means).toEqual(['lambda = 0: mean 1.5 of 2 trials', 'lambda = 0.1: mean 4 of 1 trial']);
    expect(root.children[1].text).toBe(`${means.join('; ')}.`);
  });

  it('draws lambdas that are told before the list is known', () => {
    const svg = drawLiveMetric({ ...EMPTY, lambdas: [], values: [{ lambda: 3, value: 1 }] }, OPTIONS);
    expect(findAll(parseSvg(svg), 'circle')).toHaveLength(1);
  });

  it('leaves out a value that is not finite', () => {
    const svg = drawLiveMetric({ ...EMPTY, values: [{ lambda: 0, value: Number.NaN }] }, OPTIONS);
    expect(svg).not.toContain('NaN');
    expect(svg).toContain('No trial is done yet');
  });
});

describe('the live curves', () => {
  it('draw the mean over the pairs told so far at each epoch, by epoch, and pass over what diverged', () => {
    const points = [tell(0, 1, 4), tell(0, 5, 2), tell(0, 9, 3), tell(0, 5, 4), tell(0, 1, null)];
    const [curve] = readCurves(drawLiveCurves({ ...EMPTY, points }, OPTIONS));
    const [first, second, third] = curve;
    expect(curve).toHaveLength(3);
    expect(first[0] < second[0] && second[0] < third[0]).toBe(true);
    // The means are 4, 3 and 3, and y grows downwards.
    expect(second[1]).toBe(third[1]);
    expect(first[1]).toBeLessThan(second[1]);
  });

  it('are one unbroken line for each lambda, though each reports epochs of its own', () => {
    const points = [tell(0, 1, 4), tell(0.1, 2, 3), tell(0, 7, 2), tell(0.1, 10, 1), tell(-0.1, 3, 9)];
    const svg = drawLiveCurves({ ...EMPTY, points }, OPTIONS);
    const paths = findAll(parseSvg(svg), 'path').map(({ attributes }) => attributes.d);
    expect(paths).toHaveLength(3);
    for (const path of paths) expect(path.match(/M/g)).toHaveLength(1);
    expect(svg).toContain('lambda = 0: 2 at epoch 7');
  });

  it('reach to the last epoch of the recipe', () => {
    const points = [tell(0, 1, 4), tell(0, 2, 3)];
    const [[, [half]]] = readCurves(drawLiveCurves({ ...EMPTY, epochs: 3, points }, OPTIONS));
    const [[, [tenth]]] = readCurves(drawLiveCurves({ ...EMPTY, epochs: 30, points }, OPTIONS));
    expect(tenth).toBeLessThan(half);
  });
});

describe.each([drawLiveMetric, drawLiveCurves])('%o', (draw) => {
  it('is a sound document before anything is told, and with a lot', () => {
    const lambdas = Array.from({ length: 30 }, (_, i) => i / 100);
    const full = {
      ...EMPTY,
      lambdas,
      values: lambdas.map((lambda, i) => ({ lambda, value: 10 ** (i - 15) })),
      points: lambdas.flatMap((lambda) => [1, 2, 3].map((epoch) => tell(lambda, epoch, lambda * epoch))),
    };
    for (const live of [EMPTY, { ...EMPTY, lambdas: [] }, full]) {
      for (const width of [280, 340, 760]) {
        const svg = draw(live, { width, theme: 'dark' });
        expect(svg).not.toMatch(/NaN|undefined|Infinity|null/);
        for (const { text, left, right } of listTextBoxes(parseSvg(svg))) {
          expect(left >= 0 && right <= width, `"${text}" at ${width}`).toBe(true);
        }
      }
    }
  });
});
