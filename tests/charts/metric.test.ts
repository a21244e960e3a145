import { beforeAll, describe, expect, it } from 'vitest';
import { listCharts } from '../../src/charts/charts.ts';
import type { Report } from '../../src/report/schema.ts';
import { run } from '../compare/samples.ts';
import { findAll, type Node, parseSvg, readTip } from './parse-svg.ts';

const LAMBDAS = [-0.01, 0, 0.001, 0.05];
let report: Report;
beforeAll(async () => {
  report = await run({ penalty: { lambdas: LAMBDAS } });
});

function draw(name: string, from: Report = report): Node {
  const chart = listCharts(from).find((each) => each.name === name);
  if (chart === undefined) throw new Error(`no chart ${name}`);
  return parseSvg(chart.draw({ width: 760, theme: 'light' }));
}

function describeChart(name: string, from: Report): string {
  return listCharts(from).find((each) => each.name === name)?.description ?? '';
}

/** The dots of pairs, as their tooltips tell them. */
function findDots(root: Node): Node[] {
  return findAll(root, 'circle').filter((circle) => readTip(circle).includes('repeat'));
}

/** Where the axis has its tick for a lambda. */
function findTick(root: Node, name: string): number {
  const tick = findAll(root, 'line').find((line) => readTip(line) === `lambda = ${name}`);
  return Number(tick?.attributes.x1);
}

/** Every text that is drawn, in one. */
function readTexts(root: Node): string {
  return findAll(root, 'text')
    .map(({ text }) => text)
    .join(' | ');
}

describe('the metric against lambda', () => {
  it('has a dot for every pair and lambda, each told apart by its tooltip', () => {
    const tips = findDots(draw('metric')).map(readTip);
    expect(tips).toHaveLength(report.design.pairs * LAMBDAS.length);
    expect(new Set(tips.map((tip) => tip.split(':')[0])).size).toBe(tips.length);
    expect(tips[0]).toMatch(/^lambda = \u22120\.01, repeat 0, fold 0: \d/);
  });

  it('places the smaller lambda left, 0 between negative and positive ones, and its dots at its tick', () => {
    const root = draw('metric');
    const ticks = ['\u22120.01', '0', '0.001', '0.05'].map((name) => findTick(root, name));
    expect(ticks).toEqual(ticks.toSorted((a, b) => a - b));
    for (const dot of findDots(root)) {
      const name = /lambda = ([^,]*)/.exec(readTip(dot))?.[1] ?? '';
      expect(Math.abs(Number(dot.attributes.cx) - findTick(root, name))).toBeLessThanOrEqual(5.01);
    }
  });

  it('leaves room above and below its outermost dots', () => {
    const root = draw('metric', { ...report, references: [] });
    const heights = findDots(root).map(({ attributes }) => Number(attributes.cy));
    const [highest, lowest] = [Math.min(...heights), Math.max(...heights)];
    // The panel is as high as the axis below it is far from its heading, which stands 12 px above it.
    const heading = findAll(root, 'text').find(({ text }) => text.startsWith('validation RMSE, lower'));
    const tick = findAll(root, 'line').find((line) => readTip(line).startsWith('lambda = '));
    const [top, bottom] = [Number(heading?.attributes.y) + 12, Number(tick?.attributes.y1)];
    const room = (0.06 / 1.12) * (bottom - top);
    expect(highest - top).toBeCloseTo(room, 1);
    expect(bottom - lowest).toBeCloseTo(room, 1);
  });

  it('draws the mean between its standard errors, where the value axis has it', () => {
    const root = draw('metric');
    // The axis as its labels tell it: pixels by value, from two of them.
    const labels = findAll(root, 'text').filter(
      ({ text, attributes }) => /^\d/.test(text) && attributes['text-anchor'] === 'end',
    );
    const [first, last] = [labels[0], labels[labels.length - 1]].map(({ text, attributes }) => ({
      value: Number(text),
      y: Number(attributes.y) - 4,
    }));
    const place = (value: number) =>
      first.y + ((value - first.value) * (last.y - first.y)) / (last.value - first.value);
    for (const { lambda, validation } of report.lambdas) {
      const { mean, se } = validation.rmse;
      const name = String(lambda).replace('-', '\u2212');
      const [bar] = findAll(root, 'g')
        .filter((group) => readTip(group).startsWith(`lambda = ${name}: mean`))
        .flatMap((group) => findAll(group, 'line'));
      expect(Number(bar.attributes.x1)).toBe(findTick(root, name));
      expect(Number(bar.attributes.y1)).toBeCloseTo(place((mean ?? 0) - (se ?? 0)), 0);
      expect(Number(bar.attributes.y2)).toBeCloseTo(place((mean ?? 0) + (se ?? 0)), 0);
    }
  });

  it('marks both choices below their lambdas', () => {
    const root = draw('metric', {
      ...report,
      choice: { ...report.choice, minimum: 0.001, oneStandardError: 0.05 },
    });
    const marks = findAll(root, 'polygon').filter((mark) => readTip(mark).startsWith('lambda'));
    expect(marks.map(readTip)).toEqual(['lambda = 0.001', 'lambda = 0.05']);
    expect(marks.map(({ attributes }) => Number(attributes.points.split(',')[0]))).toEqual(
      ['0.001', '0.05'].map((name) => findTick(root, name)),
    );
    expect(readTexts(root)).toMatch(/best mean of lambda \u2265 0 \| one-standard-error rule/);
  });

  it('tells what the bars are, which way is better, and each verdict in words', () => {
    // The second lambda is the baseline.
    const verdicts = ['better', 'undecided', 'worse', 'equivalent'] as const;
    const lambdas = report.lambdas.map((row, i) => {
      const { comparison } = row;
      return comparison === null ? row : { ...row, comparison: { ...comparison, verdict: verdicts[i] } };
    });
    const texts = readTexts(draw('metric', { ...report, lambdas }));
    expect(texts).toContain('mean \u00b1 1 standard error');
    expect(texts).toContain('validation RMSE, lower is better');
    for (const verdict of ['better', 'worse', 'equivalent']) expect(texts).toContain(verdict);
    expect(texts).not.toContain('not tested');
    expect(texts).not.toContain('undecided');
    expect(readTexts(draw('metric', { ...report, test: { ...report.test, metric: 'r2' } }))).toContain(
      'validation R2, higher is better',
    );
  });

  it('claims no error, baseline or region that does not exist', async () => {
    const single = await run({ split: { holdout: 0.3, repeats: 1 } });
    const texts = readTexts(draw('metric', single));
    expect(texts).not.toContain('standard error');
    expect(texts).toContain('baseline, lambda = 0');
    expect(describeChart('metric', single)).not.toContain('standard error of');
    const bare = readTexts(draw('metric', await run({ penalty: { lambdas: [-0.1, 0.1] } })));
    expect(bare).not.toMatch(/baseline|practical/);
  });

  it('says which lambda has no mean, and why, and draws the pairs that it has', () => {
    const reason = '1 of 4 pairs: training diverged';
    const lambdas = report.lambdas.map((row) => {
      if (row.lambda !== 0.05) return row;
      const values = [null, ...row.validation.rmse.values.slice(1)];
      return {
        ...row,
        validation: { ...row.validation, rmse: { mean: null, sd: null, se: null, values, reason } },
      };
    });
    const partial = { ...report, lambdas };
    expect(findDots(draw('metric', partial))).toHaveLength(report.design.pairs * LAMBDAS.length - 1);
    expect(readTexts(draw('metric', partial))).toContain(`lambda = 0.05 has no mean (${reason})`);
    expect(describeChart('metric', partial)).toContain('lambda = 0.05: no mean');
  });
});

describe('the paired differences', () => {
  it('have a dot for every pair and lambda but the baseline, at candidate less baseline', () => {
    const tips = findDots(draw('differences')).map(readTip);
    expect(tips).toHaveLength(report.design.pairs * (LAMBDAS.length - 1));
    const [own, base] = [report.lambdas[3], report.lambdas[1]].map(
      ({ validation }) => validation.rmse.values,
    );
    const difference = (own[0] ?? 0) - (base[0] ?? 0);
    const told =
      tips.find((tip) => tip.startsWith('lambda = 0.05, repeat 0, fold 0: '))?.split(': ')[1] ?? '';
    expect(Number(told.replace('\u2212', '-'))).toBeCloseTo(difference, 2);
  });

  it('draw a negative difference left of zero and a positive one right of it', () => {
    const root = draw('differences');
    const zero = Number(
      findAll(root, 'text').find(
        ({ text, attributes }) => text.replace(/[0.]/g, '') === '' && attributes['text-anchor'] === 'middle',
      )?.attributes.x,
    );
    for (const dot of findDots(root)) {
      const negative = readTip(dot).split(': ')[1].startsWith('\u2212');
      expect(Number(dot.attributes.cx) < zero).toBe(negative);
    }
  });

  it('say on which side the metric is better', () => {
    expect(readTexts(draw('differences'))).toMatch(/\u2190 better \| worse \u2192/);
    const scored = { ...report, test: { ...report.test, metric: 'r2' as const } };
    expect(readTexts(draw('differences', scored))).toMatch(/\u2190 worse \| better \u2192/);
  });

  it('draw the interval of a test, and none where nothing is tested', async () => {
    const { comparison } = report.lambdas[3];
    expect(comparison?.interval).not.toBeNull();
    expect(readTexts(draw('differences'))).toContain('difference, interval');
    expect(readTexts(draw('differences'))).toContain('adjusted for the number of lambdas');
    const single = await run({ split: { holdout: 0.3, repeats: 1 } });
    const texts = readTexts(draw('differences', single));
    expect(texts).not.toContain('adjusted');
    expect(texts).not.toContain('interval');
    expect(texts).toContain('not tested');
    expect(findDots(draw('differences', single))).toHaveLength(2);
  });
});
