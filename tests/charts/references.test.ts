import { beforeAll, describe, expect, it } from 'vitest';
import { listCharts } from '../../src/charts/charts.ts';
import type { Report } from '../../src/report/schema.ts';
import { run } from '../compare/samples.ts';
import { findAll, type Node, parseSvg } from './parse-svg.ts';

let report: Report;
beforeAll(async () => {
  report = await run({ split: { folds: 5, repeats: 1 } });
});

/** The report with its references at other means. */
function at(mean: number | null, linear: number | null): Report {
  const references = report.references.map((reference) => {
    const { rmse } = reference.validation;
    const value = reference.name === 'mean' ? mean : linear;
    return { ...reference, validation: { ...reference.validation, rmse: { ...rmse, mean: value } } };
  });
  return { ...report, references };
}

function chart(from: Report) {
  const found = listCharts(from).find(({ name }) => name === 'metric');
  if (found === undefined) throw new Error('no chart of the metric');
  return { description: found.description, root: parseSvg(found.draw({ width: 760, theme: 'light' })) };
}

/** Lines across the panel by their dashes: their heights. */
function findLevels(root: Node): Record<string, number> {
  const lines = findAll(root, 'line').filter(
    ({ attributes: { x1, x2, 'stroke-dasharray': dashes } }) => dashes && Number(x2) - Number(x1) > 100,
  );
  return Object.fromEntries(
    lines.map(({ attributes }) => [attributes['stroke-dasharray'], Number(attributes.y1)]),
  );
}

const readTexts = (root: Node) =>
  findAll(root, 'text')
    .map(({ text }) => text)
    .join(' | ');

describe('the references on the chart of the metric', () => {
  it('are dashed lines, each at its mean and of its own dashes, which the legend names', () => {
    const values = report.lambdas.flatMap(({ validation }) =>
      validation.rmse.values.map((value) => value ?? 0),
    );
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const { root } = chart(at(high, low));
    const levels = findLevels(root);
    const dots = findAll(root, 'circle').map(({ attributes }) => Number(attributes.cy));
    const inPanel = dots.filter((y) => y >= levels['2 3']);
    // Where the highest and the lowest dot are; the legend above has dots of its own.
    expect(levels['2 3']).toBeCloseTo(Math.min(...inPanel), 1);
    expect(levels['8 4']).toBeCloseTo(Math.max(...dots), 1);
    expect(readTexts(root)).toMatch(/mean of the target \| linear model/);
  });

  it('lengthen the axis, but leave the chart where they would hide it', () => {
    const values = report.lambdas.flatMap(({ validation }) =>
      validation.rmse.values.map((value) => value ?? 0),
    );
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const near = chart(at(high + 0.9 * (high - low), low)).root;
    expect(Object.keys(findLevels(near)).toSorted()).toEqual(['2 3', '8 4']);
    expect(readTexts(near)).not.toContain('Beyond');
    const far = chart(at(high + 1.1 * (high - low), low - 1.1 * (high - low))).root;
    expect(findLevels(far)).toEqual({});
    expect(readTexts(far)).toMatch(/Beyond the axis: mean of the target: mean \d.*; linear model: mean /);
  });

  it('are told in words with what they were judged to be', () => {
    const { verdict } = report.references[0].comparison ?? {};
    expect(chart(at(5, 4)).description).toContain(
      `Beside the chosen network: mean of the target: mean 5, ${verdict}; linear model: mean 4, `,
    );
    expect(chart(at(5, null)).description).toMatch(/Beside the chosen network: mean of the target: [^;]*$/);
    const bare = chart({ ...report, references: [] });
    expect(bare.description).not.toContain('Beside');
    expect(findLevels(bare.root)).toEqual({});
  });

  it('are class shares where there are classes', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => ({ a: (i * 7) % 11, kind: ['x', 'y', 'z'][i % 3] }));
    const classes = await run({ data: { rows, target: 'kind' }, loss: 'cross-entropy' });
    expect(chart(classes).description).toContain('class shares: mean 1.1');
  });
});
