import { beforeAll, describe, expect, it } from 'vitest';
import { listCharts } from '../../src/charts/charts.ts';
import type { Report } from '../../src/report/schema.ts';
import { reportOf, run } from '../compare/samples.ts';
import { findAll, type Node, parseSvg, readTip } from './parse-svg.ts';

const PENALTY = { lambdas: [0, 0.05, 0.2, 1], method: 'proximal' as const };

function find(report: Report, name: string) {
  return listCharts(report).find((each) => each.name === name);
}

function draw(report: Report, name: string): Node {
  const chart = find(report, name);
  if (chart === undefined) throw new Error(`no chart ${name}`);
  return parseSvg(chart.draw({ width: 760, theme: 'light' }));
}

function readTexts(root: Node): string {
  return findAll(root, 'text')
    .map(({ text }) => text)
    .join(' | ');
}

/** Where the labels of an axis lie: px by value, of those between `from` and `to`. */
function readAxis(
  root: Node,
  anchor: string,
  key: 'x' | 'y',
  [from, to]: readonly [number, number] = [0, 760],
): (value: number) => number {
  const labels = findAll(root, 'text')
    .filter(
      ({ text, attributes }) => /^\u2212?\d+(\.\d+)?$/.test(text) && attributes['text-anchor'] === anchor,
    )
    .filter(({ attributes }) => Number(attributes.x) >= from && Number(attributes.x) < to);
  const [first, last] = [labels[0], labels[labels.length - 1]].map(({ text, attributes }) => ({
    value: Number(text.replace('\u2212', '-')),
    at: Number(attributes[key]) - (key === 'y' ? 4 : 0),
  }));
  return (value) => first.at + ((value - first.value) * (last.at - first.at)) / (last.value - first.value);
}

describe('what sparsity costs', () => {
  let report: Report;
  beforeAll(async () => {
    report = await run({ penalty: PENALTY, training: { epochs: 8, batchSize: 8 } });
  });

  const marks = (root: Node) =>
    findAll(root, 'g').filter((group) => /^lambda = .*: mean /.test(readTip(group)));

  it('has a mark for each lambda in both panels, at what it keeps and what it scores, its bar one error long', () => {
    const root = draw(report, 'sparsity');
    const found = marks(root);
    expect(found.map(({ attributes }) => Number(attributes['data-lambda']))).toEqual([
      ...PENALTY.lambdas,
      ...PENALTY.lambdas,
    ]);
    for (const [i, mark] of found.entries()) {
      const lambda = Number(mark.attributes['data-lambda']);
      const second = i >= PENALTY.lambdas.length;
      const at = report.path.lambda.indexOf(lambda);
      const kept = second ? 100 * (1 - (report.path.zeros[at] ?? 0)) : (report.path.features[at] ?? 0);
      const within = second ? ([380, 760] as const) : ([0, 380] as const);
      const level = readAxis(root, 'middle', 'x', within);
      const upright = readAxis(root, 'end', 'y', within);
      const { mean, se } = reportOf(report, lambda).validation.rmse;
      const [bar] = findAll(mark, 'line');
      expect(Number(bar.attributes.x1)).toBeCloseTo(level(kept), 0);
      const ends = [Number(bar.attributes.y1), Number(bar.attributes.y2)];
      expect(Math.abs(ends[0] - upright((mean ?? 0) - (se ?? 0)))).toBeLessThan(1);
      expect(Math.abs(ends[1] - upright((mean ?? 0) + (se ?? 0)))).toBeLessThan(1);
    }
  });

  it('joins them in the order of lambda, and rings the choice in both panels', () => {
    const root = draw(report, 'sparsity');
    const [curve] = findAll(root, 'path').filter(({ attributes }) => attributes.d.includes('L'));
    const xs = [...curve.attributes.d.matchAll(/[ML]([\d.-]+),/g)].map(([, x]) => Number(x));
    const own = marks(root)
      .slice(0, 4)
      .map((mark) => Number(findAll(mark, 'line')[0].attributes.x1));
    expect(xs).toEqual(own);
    const ringed = marks(root).filter((mark) =>
      findAll(mark, 'circle').some(({ attributes }) => attributes.r === '10'),
    );
    const { lambda } = report.choice;
    expect(ringed.map(({ attributes }) => Number(attributes['data-lambda']))).toEqual([lambda, lambda]);
    expect(readTexts(root)).toContain(`the choice, lambda = ${lambda}`);
  });

  it('has lines for the baseline and for the references within reach', () => {
    const at = (value: number): Report => ({
      ...report,
      references: report.references.map((each) => {
        const rmse = { ...each.validation.rmse, mean: value };
        return { ...each, validation: { ...each.validation, rmse } };
      }),
    });
    const { mean } = reportOf(report, 0.2).validation.rmse;
    const root = draw(at(mean ?? 0), 'sparsity');
    const lines = findAll(root, 'line').filter(
      ({ attributes: { x1, x2, 'stroke-dasharray': dashes } }) => dashes && Number(x2) - Number(x1) > 100,
    );
    const upright = readAxis(root, 'end', 'y', [0, 380]);
    expect(lines).toHaveLength(4);
    for (const { attributes } of lines) {
      expect(Math.abs(Number(attributes.y1) - upright(mean ?? 0))).toBeLessThan(1);
    }
    expect(readTexts(root)).toMatch(/baseline.*mean of the target \| linear model/);
    expect(readTexts(draw(at(1e6), 'sparsity'))).not.toContain('linear model');
  });

  it('says all figures in words', () => {
    const { features, zeros } = report.path;
    const [kept, share] = [features[3] ?? 0, Math.round(100 * (1 - (zeros[3] ?? 0)))];
    expect(find(report, 'sparsity')?.description).toContain(
      `lambda = 1: ${Number(kept.toPrecision(3))} features and ${share} % of the weights kept, mean `,
    );
  });

  it('says what a lambda keeps where one points at it', () => {
    const [, , , spot] = find(report, 'sparsity')?.findSpots?.({ width: 760, theme: 'light' }) ?? [];
    const said = Object.fromEntries(spot.read().map(({ label, cells }) => [label, cells[0]]));
    const { features, zeros } = report.path;
    expect(said).toMatchObject({
      'features kept': `${Number((features[3] ?? 0).toPrecision(3))} of ${report.data.features.length}`,
      'weights kept': `${Math.round(100 * (1 - (zeros[3] ?? 0)))} %`,
    });
    expect(spot.near).toHaveLength(2);
  });

  it('leaves out negative lambdas and what diverged, and is no chart where nothing is zero', async () => {
    const path = { ...report.path, zeros: [0, null, ...report.path.zeros.slice(2)] };
    expect(marks(draw({ ...report, path }, 'sparsity'))).toHaveLength(6);
    const lambdas = report.lambdas.map((row) => (row.lambda === 0.2 ? { ...row, lambda: -0.2 } : row));
    const moved = { ...report.path, lambda: [-0.2, 0, 0.05, 1] };
    const negative = draw({ ...report, lambdas, path: moved }, 'sparsity');
    expect(marks(negative).map(({ attributes }) => attributes['data-lambda'])).not.toContain('-0.2');
    const whole = { ...report.path, zeros: report.path.zeros.map(() => 0) };
    expect(find({ ...report, path: whole }, 'sparsity')).toBeUndefined();
  });
});

describe('the coefficients', () => {
  let report: Report;
  beforeAll(async () => {
    report = await run({
      ...{ network: { hidden: [] }, penalty: PENALTY, include: ['weights'] },
      training: { epochs: 40, batchSize: 8 },
    });
  });

  /** Of one input: its weights from the smallest lambda up. */
  function weigh(column: number): number[] {
    const layers = report.weights?.lambdas.toSorted((a, b) => a.lambda - b.lambda) ?? [];
    return layers.map(({ values }) => values?.[column][0] ?? Number.NaN);
  }

  it('are a path for each input, through its weight at each lambda', () => {
    const root = draw(report, 'coefficients');
    const paths = findAll(root, 'g').filter((group) => findAll(group, 'path').length === 1);
    const columns = report.weights?.columns.map(({ feature }) => feature) ?? [];
    expect(paths.map(readTip).toSorted()).toEqual(columns.toSorted());
    const upright = readAxis(root, 'end', 'y');
    for (const path of paths) {
      const [{ attributes }] = findAll(path, 'path');
      const ys = [...attributes.d.matchAll(/,([\d.-]+)/g)].map(([, y]) => Number(y));
      const weights = weigh(columns.indexOf(readTip(path)));
      expect(ys).toHaveLength(4);
      for (const [i, y] of ys.entries()) expect(Math.abs(y - upright(weights[i]))).toBeLessThan(1);
    }
  });

  it('say each weight, the largest first, and which are exactly 0', () => {
    const chart = find(report, 'coefficients');
    const spots = chart?.findSpots?.({ width: 760, theme: 'light' }) ?? [];
    const columns = report.weights?.columns.map(({ feature }) => feature) ?? [];
    for (const [i, spot] of spots.entries()) {
      expect(spot.lambda).toBe(PENALTY.lambdas[i]);
      const expected = columns
        .map((name, c) => ({ name, weight: weigh(c)[i] }))
        .toSorted((a, b) => b.weight - a.weight);
      const said = spot.read();
      expect(said.map(({ cells }) => cells[0].replace('\u2212', '-').replace('+', ''))).toEqual(
        expected.map(({ weight }) => (weight === 0 ? 'exactly 0' : String(Number(weight.toPrecision(3))))),
      );
      const sorted = (names: readonly string[]) => names.toSorted();
      expect(sorted(said.map(({ label }) => label))).toEqual(sorted(columns));
    }
    // The penalty of 1 leaves some of them at 0, or there would be nothing to see.
    expect(spots[3].read().some(({ cells }) => cells[0] === 'exactly 0')).toBe(true);
  });

  it('break off where a trial diverged, and name those alone that have room', () => {
    const weights = report.weights;
    if (weights === undefined) throw new Error('no weights');
    const lambdas = weights.lambdas.map((layer, l) => (l === 1 ? { ...layer, values: null } : layer));
    const root = draw({ ...report, weights: { ...weights, lambdas } }, 'coefficients');
    const [path] = findAll(root, 'path');
    expect(path.attributes.d.match(/M/g)).toHaveLength(2);
    const columns = Array.from({ length: 20 }, (_, i) => ({ feature: `f${i}`, category: null }));
    const many = {
      ...weights,
      columns,
      lambdas: weights.lambdas.map(({ lambda }) => ({ lambda, values: columns.map((_, i) => [i]) })),
    };
    const texts = readTexts(draw({ ...report, weights: many }, 'coefficients'));
    expect(texts).toContain('The 16 of 20 inputs with the largest weights.');
    expect(texts).toMatch(/\bf19\b/);
    expect(texts).not.toMatch(/\bf3\b/);
  });

  it('are for linear models alone', async () => {
    const deep = { ...report, recipe: { ...report.recipe, network: { hidden: [4] } } };
    expect(find(deep, 'coefficients')).toBeUndefined();
    expect(find({ ...report, recipe: {} }, 'coefficients')).toBeUndefined();
  });
});
