import { beforeAll, describe, expect, it } from 'vitest';
import { THEMES } from '../../src/charts/drawing/theme.ts';
import { listLambdaCharts } from '../../src/charts/lambda-charts.ts';
import type { Report } from '../../src/report/schema.ts';
import { run } from '../compare/samples.ts';
import { findAll, type Node, parseSvg, readTip } from './parse-svg.ts';

let report: Report;
beforeAll(async () => {
  report = await run();
});

function draw(name: string, from: Report): Node {
  const chart = listLambdaCharts(from, 0).find((each) => each.name === name);
  if (chart === undefined) throw new Error(`no chart ${name}`);
  return parseSvg(chart.draw({ width: 500, theme: 'light' }));
}

function readTexts(root: Node): string[] {
  return findAll(root, 'text').map(({ text }) => text);
}

describe('predicted against actual', () => {
  const predict = (): Report => ({
    ...report,
    predictions: {
      repeat: 0,
      rows: [3, 5, 8],
      actual: [10, 20, 30],
      lambdas: [{ lambda: 0, predicted: [10, 26, null] }],
    },
  });

  it('has a dot for each row predicted, on the diagonal where the prediction is right', () => {
    const root = draw('predictions-0', predict());
    const dots = findAll(root, 'circle');
    expect(dots.map(readTip)).toEqual(['row 3: actual 10, predicted 10', 'row 5: actual 20, predicted 26']);
    const diagonal = findAll(root, 'line').find(({ attributes }) => attributes['stroke-width'] === '1.5');
    const [x1, y1, x2, y2] = ['x1', 'y1', 'x2', 'y2'].map((key) => Number(diagonal?.attributes[key]));
    const on = (x: number) => y1 + ((x - x1) * (y2 - y1)) / (x2 - x1);
    const [right, over] = dots.map(({ attributes }) => Number(attributes.cy) - on(Number(attributes.cx)));
    expect(right).toBeCloseTo(0, 1);
    // It predicts too much, so it lies above.
    expect(over).toBeLessThan(-5);
  });

  it('has residuals around the line at zero: too much predicted lies below it', () => {
    const root = draw('residuals-0', predict());
    const zero = findAll(root, 'line').find(({ attributes }) => attributes['stroke-width'] === '1.5');
    const [right, over] = findAll(root, 'circle').map(({ attributes }) => Number(attributes.cy));
    expect(right).toBe(Number(zero?.attributes.y1));
    expect(over).toBeGreaterThan(right + 5);
    expect(readTip(findAll(root, 'circle')[1])).toBe('row 5: actual 20, predicted 26, residual \u22126');
    expect(root.children[1].text).toContain('The mean residual is \u22123, the largest in size 6.');
  });
});

it('more rows than five hundred are dots at the same places, in one element', () => {
  const at = (rows: number): Node => {
    const row = Array.from({ length: rows }, (_, i) => i);
    const actual = row.map((i) => i % 500);
    const predicted = row.map((i) => ((i % 500) * 37) % 500);
    const predictions = { repeat: 0, rows: row, actual, lambdas: [{ lambda: 0, predicted }] };
    return draw('predictions-0', { ...report, predictions });
  };
  const each = findAll(at(500), 'circle').map(({ attributes: { cx, cy } }) => `${cx} ${cy}`);
  const together = at(1000);
  const [dots] = findAll(together, 'path');
  expect(findAll(together, 'circle')).toEqual([]);
  expect(dots.attributes['stroke-linecap']).toBe('round');
  expect(dots.attributes.d.split(/M|h0/).filter((place) => place !== '')).toEqual([...each, ...each]);
});

it('classes are confused in counts, actual by predicted', () => {
  const classified: Report = {
    ...report,
    data: { ...report.data, task: 'classification', classes: ['cat', 'dog'] },
    predictions: {
      repeat: 0,
      rows: [0, 1, 2, 3, 4],
      actual: ['cat', 'cat', 'cat', 'dog', 'dog'],
      lambdas: [{ lambda: 0, predicted: ['cat', 'dog', 'cat', 'dog', null] }],
    },
  };
  const root = draw('confusion-0', classified);
  expect(findAll(root, 'rect').map(readTip).filter(Boolean)).toEqual([
    'actual cat, predicted cat: 2 rows',
    'actual cat, predicted dog: 1 row',
    'actual dog, predicted cat: 0 rows',
    'actual dog, predicted dog: 1 row',
  ]);
  expect(readTexts(root).filter((text) => /^\d$/.test(text))).toEqual(['2', '1', '0', '1']);
  expect(root.children[1].text).toContain(
    '4 rows, each predicted by a network that did not train on it; 3 of them, 75 %',
  );
});

describe('the first-layer weights', () => {
  const columns = [
    { feature: 'age', category: null },
    { feature: 'sex', category: 'female' },
  ];
  const weigh = (values: number[][]): Report => ({
    ...report,
    weights: { repeat: 0, fold: 0, columns, units: values[0].length, lambdas: [{ lambda: 0, values }] },
  });

  it('are coloured by sign, as strongly as they are large', () => {
    const root = draw(
      'weights-0',
      weigh([
        [-2, 1],
        [0, 2],
      ]),
    );
    const fills = findAll(root, 'rect')
      .filter((rect) => readTip(rect) !== '')
      .map(({ attributes }) => attributes.fill);
    const { above, below } = THEMES.light;
    expect([fills[0], fills[1], fills[3]]).toEqual([below[2], above[1], above[2]]);
    expect(readTexts(root)).toEqual(
      expect.arrayContaining(['age', 'sex = female', '\u22122', '2', 'exactly 0']),
    );
  });

  it('show an exact zero as a dot on the ground, and the smallest other weight in a colour', () => {
    const root = draw(
      'weights-0',
      weigh([
        [-2, 1e-12],
        [0, 2],
      ]),
    );
    const cells = findAll(root, 'rect').filter((rect) => readTip(rect) !== '');
    expect(cells.map(({ attributes }) => attributes['fill-opacity'])).toEqual([
      undefined,
      undefined,
      '0',
      undefined,
    ]);
    expect(readTip(cells[2])).toBe('sex = female, unit 0: exactly 0');
    // One in the table, and one that explains it.
    expect(findAll(root, 'circle')).toHaveLength(2);
    expect(root.children[1].text).toContain('Exactly zero: 1 of 4 weights (25 %)');
  });

  it('need no colours if all are zero, and no dots if none is', () => {
    const zeros = draw(
      'weights-0',
      weigh([
        [0, 0],
        [0, 0],
      ]),
    );
    expect(findAll(zeros, 'circle')).toHaveLength(5);
    expect(findAll(zeros, 'rect')).toHaveLength(4);
    const full = draw(
      'weights-0',
      weigh([
        [1, 1],
        [1, 1],
      ]),
    );
    expect(findAll(full, 'circle')).toHaveLength(0);
    expect(readTexts(full)).not.toContain('exactly 0');
  });
});
