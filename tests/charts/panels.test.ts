import { beforeAll, describe, expect, it } from 'vitest';
import { listCharts } from '../../src/charts/charts.ts';
import { THEMES } from '../../src/charts/drawing/theme.ts';
import type { Report } from '../../src/report/schema.ts';
import { run } from '../compare/samples.ts';
import { findAll, type Node, parseSvg, readTip } from './parse-svg.ts';

let report: Report;
beforeAll(async () => {
  report = await run({
    penalty: { lambdas: [0, 0.05, 0.2, 1], method: 'proximal' },
    training: { epochs: 8, batchSize: 8 },
  });
});

function draw(name: string, from: Report = report, width = 760): Node {
  const chart = listCharts(from).find((each) => each.name === name);
  if (chart === undefined) throw new Error(`no chart ${name}`);
  return parseSvg(chart.draw({ width, theme: 'light' }));
}

function readTexts(root: Node): string[] {
  return findAll(root, 'text').map(({ text }) => text);
}

describe('the learning curves', () => {
  /** The curves of lambdas; those of the legend lie above them. */
  const findCurves = (root: Node) =>
    findAll(root, 'path').filter(({ attributes }) => attributes['stroke-width'] === '1.75');

  it('are dashed on the training rows and solid on the validation rows; the penalty stands apart', () => {
    const curves = findCurves(draw('losses'));
    const dashed = curves.filter(({ attributes }) => /^\d+ \d+$/.test(attributes['stroke-dasharray']));
    expect([curves.length, dashed.length]).toEqual([12, 4]);
    const middle = (node: Node) => Number(/M([\d.]+)/.exec(node.attributes.d)?.[1]);
    expect(curves.slice(0, 8).every((curve) => middle(curve) < 380)).toBe(true);
    expect(curves.slice(8).every((curve) => middle(curve) > 380)).toBe(true);
    expect(dashed.every((curve) => middle(curve) < 380)).toBe(true);
  });

  it('have a point for every epoch, and each lambda named at its end in both panels', () => {
    const root = draw('losses');
    for (const { attributes } of findCurves(root)) expect(attributes.d.match(/[ML]/g)).toHaveLength(8);
    for (const name of ['0.05', '0.2']) {
      const labels = findAll(root, 'text').filter(
        ({ text, attributes }) => text === name && attributes['text-anchor'] === undefined,
      );
      expect(labels).toHaveLength(2);
    }
  });

  it('on the training rows go through the epochs at which these were evaluated', () => {
    const lambdas = report.lambdas.map(({ curves, ...row }) => {
      const [first, last] = [0, curves.epoch.length - 1];
      const pick = (values: readonly number[]) => [values[first], values[4], values[last]];
      const { evaluatedEpoch, trainingDataLoss, objective } = curves;
      const few = {
        evaluatedEpoch: pick(evaluatedEpoch),
        trainingDataLoss: pick(trainingDataLoss),
        objective: pick(objective),
      };
      return { ...row, curves: { ...curves, ...few } };
    });
    const xs = ({ attributes }: Node) => [...attributes.d.matchAll(/[ML]([\d.]+),/g)].map(([, x]) => x);
    const [few, all] = [{ ...report, lambdas }, report].map((shown) => findCurves(draw('losses', shown)));
    expect(few).toHaveLength(all.length);
    few.forEach((curve, i) => {
      const epochs = xs(all[i]);
      const isTraining = curve.attributes['stroke-dasharray'] !== undefined;
      expect(xs(curve)).toEqual(isTraining ? [epochs[0], epochs[4], epochs[7]] : epochs);
    });
  });

  it('have a ring at the median best epoch, where one was chosen', () => {
    const rings = (shown: Report) =>
      findAll(draw('losses', shown), 'circle').filter(({ attributes }) => attributes.r === '4');
    const chosen = report.lambdas.filter(({ bestEpochs }) => bestEpochs !== undefined);
    expect(chosen).toHaveLength(4);
    // One a lambda, and one in the legend.
    expect(rings(report)).toHaveLength(5);
    expect(listCharts(report).find(({ name }) => name === 'losses')?.description).toContain('best epoch');
    const lambdas = report.lambdas.map(({ bestEpochs: _none, ...rest }) => rest);
    expect(rings({ ...report, lambdas })).toHaveLength(0);
  });

  it('stand one below the other on a phone', () => {
    const bottoms = (width: number) =>
      findAll(draw('losses', report, width), 'text')
        .filter(({ text }) => text === 'epoch')
        .map(({ attributes }) => Number(attributes.y));
    const [first, second] = bottoms(760);
    expect(first).toBe(second);
    const [upper, lower] = bottoms(340);
    expect(upper).toBeLessThan(lower);
  });

  it('are thinned where there are thousands of epochs, the last kept', () => {
    const count = 20_000;
    const series = Array.from({ length: count }, (_, i) => 1 + 1 / (i + 1));
    const long = {
      epoch: series.map((_, i) => i + 1),
      pairs: series,
      evaluatedEpoch: series.map((_, i) => i + 1),
      trainingDataLoss: series,
      validationDataLoss: series,
      penalty: series,
      objective: series,
      batchObjective: series,
    };
    const root = draw('losses', {
      ...report,
      lambdas: report.lambdas.map((row) => ({ ...row, curves: long })),
    });
    for (const { attributes } of findCurves(root)) {
      expect(attributes.d.match(/[ML]/g)?.length).toBeLessThanOrEqual(240);
    }
    expect(root.children[1].text).toContain('validation data loss 1,');
  });

  it('are twelve lambdas at most, and say so', () => {
    const [row] = report.lambdas;
    const lambdas = Array.from({ length: 30 }, (_, i) => ({ ...row, lambda: i / 100 }));
    const root = draw('losses', { ...report, lambdas });
    expect(findCurves(root)).toHaveLength(36);
    expect(readTexts(root)).toContain('12 of 30 lambdas are drawn.');
  });
});

describe('the path', () => {
  it('has a dot for every lambda in both panels, telling its share and its count', () => {
    const tips = findAll(draw('path'), 'circle').map(readTip);
    expect(tips).toHaveLength(8);
    const { zeros, features } = report.path;
    expect(tips[0]).toBe('lambda = 0: 0 % zeros');
    expect(tips[3]).toBe(`lambda = 1: ${Math.round((zeros[3] ?? 0) * 100)} % zeros`);
    expect(tips[7]).toBe(`lambda = 1: ${Number((features[3] ?? 0).toPrecision(3))} features kept`);
  });

  it('breaks off where a lambda has no mean', () => {
    const path = { ...report.path, zeros: [0, null, 0.5, 0.7] };
    const root = draw('path', { ...report, path });
    expect(findAll(root, 'circle')).toHaveLength(7);
    const breaks = findAll(root, 'path').map(({ attributes }) => attributes.d.match(/M/g)?.length);
    expect(breaks).toEqual([2, 1]);
  });
});

describe('the features', () => {
  const dropped = [
    { name: 'early', from: 0.05 },
    { name: 'never', from: null },
    { name: 'late', from: 1 },
  ];
  const shares = [
    [1, 1, 1],
    [0.25, 1, 1],
    [0, 1, 0.996],
    [0, 0.75, 0],
  ];

  function change(): Report {
    const lambdas = report.lambdas.map((row, l) => ({
      ...row,
      features: dropped.map(({ name }, f) => ({ name, kept: l === 1 && f === 2 ? null : shares[l][f] })),
    }));
    return { ...report, lambdas, path: { ...report.path, dropped } };
  }

  it('stand in the order in which they are dropped, the ones kept longest first', () => {
    const names = readTexts(draw('features', change())).filter((text) =>
      dropped.some(({ name }) => name === text),
    );
    expect(names).toEqual(['never', 'late', 'early']);
  });

  it('tell the percentage in each cell where it fits, and of a lambda that has none a dash', () => {
    const root = draw('features', change());
    // The labels of the columns 0 and 1 come first.
    const cells = ['100', '100', '100', '75', '100', '\u2013', '>99', '0', '100', '25', '0', '0'];
    expect(readTexts(root).filter((text) => /^(>?\d+|\u2013)$/.test(text))).toEqual(['0', '1', ...cells]);
    const tips = findAll(root, 'rect').map(readTip);
    expect(tips).toContain('early, lambda = 0.05: kept in 25 % of the pairs');
    expect(tips).toContain('late, lambda = 0.05: every trial diverged');
    const cell = (tip: string) =>
      findAll(root, 'rect').find((rect) => readTip(rect) === tip)?.attributes.fill;
    expect(cell('never, lambda = 0: kept in 100 % of the pairs')).toBe(THEMES.light.amount[3]);
    expect(cell('early, lambda = 1: kept in 0 % of the pairs')).toBe(THEMES.light.amount[0]);
  });

  it('are the first forty of many, and say so', () => {
    const names = Array.from({ length: 55 }, (_, i) => ({ name: `f${i}`, from: null }));
    const lambdas = report.lambdas.map((row) => ({
      ...row,
      features: names.map(({ name }) => ({ name, kept: 1 })),
    }));
    const texts = readTexts(
      draw('features', { ...report, lambdas, path: { ...report.path, dropped: names } }),
    );
    expect(texts.filter((text) => text.startsWith('f'))).toHaveLength(40);
    expect(texts).toContain('The 40 of 55 features that are kept longest.');
  });
});
