import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Chart, type ChartOptions, listCharts } from '../../src/charts/charts.ts';
import type { Point } from '../../src/charts/drawing/curves.ts';
import { findRow, findSpot, type Spot, saySpot, tell } from '../../src/charts/drawing/spots.ts';
import { listLambdaCharts } from '../../src/charts/lambda-charts.ts';
import type { Report } from '../../src/report/schema.ts';
import { reportOf } from '../compare/samples.ts';
import { findAll, type Node, parseSvg, readTip } from './parse-svg.ts';
import { makeReports, REPORT_NAMES } from './samples.ts';

let reports: ReadonlyMap<string, Report>;
beforeAll(async () => {
  reports = await makeReports();
});

function get(name: string): Report {
  const report = reports.get(name);
  if (report === undefined) throw new Error(`no report ${name}`);
  return report;
}

function chartOf(report: Report, name: string): Chart {
  const chart = listCharts(report).find((each) => each.name === name);
  if (chart === undefined) throw new Error(`no chart ${name}`);
  return chart;
}

const OPTIONS: ChartOptions = { width: 760, theme: 'light' };

function spotsOf(report: Report, name: string, options = OPTIONS): readonly Spot[] {
  return chartOf(report, name).findSpots?.(options) ?? [];
}

/** What a spot says, less the minus of typesetters. */
function sayAll(spot: Spot): Record<string, string> {
  return Object.fromEntries(
    spot.read().map(({ label, cells }) => [label, cells.join(' | ').replaceAll('\u2212', '-')]),
  );
}

const figure = (value: number | null | undefined) => String(Number((value ?? Number.NaN).toPrecision(3)));

/** Marks of the drawing that belong to a lambda. */
function findMarks(root: Node, lambda: number): Node[] {
  const own = [...findAll(root, 'g'), ...findAll(root, 'circle')];
  return own.filter(({ attributes }) => attributes['data-lambda'] === String(lambda));
}

describe.each(REPORT_NAMES)('the spots of the report "%s"', (name) => {
  it('lie within the drawing, in both looks, and say something sound', () => {
    const charts = listCharts(get(name)).filter((chart) => chart.findSpots !== undefined);
    for (const chart of charts) {
      for (const options of [OPTIONS, { width: 300, theme: 'dark', axis: 'linear' } as const]) {
        const { attributes } = parseSvg(chart.draw(options));
        const spots = chart.findSpots?.(options) ?? [];
        expect(spots.length, chart.name).toBeGreaterThan(0);
        for (const spot of spots.filter((_, i) => i % 7 === 0)) {
          const points = [...spot.lines.flat(), ...spot.read().flatMap((row) => row.points)];
          for (const [x, y] of points) {
            expect(x >= 0 && x <= Number(attributes.width), `${chart.name} ${x}`).toBe(true);
            expect(y >= 0 && y <= Number(attributes.height), `${chart.name} ${y}`).toBe(true);
          }
          expect(saySpot(spot, null)).not.toMatch(/NaN|undefined|Infinity|null/);
        }
      }
    }
  });
});

describe('the spots of the metric', () => {
  it('are one for each lambda, and say its mean, its pairs, its verdict and the levels', () => {
    const report = get('proximal');
    const spots = spotsOf(report, 'metric');
    expect(spots.map(({ lambda }) => lambda)).toEqual([0, 0.05, 0.2, 1]);
    const { mean, se, values } = reportOf(report, 0.2).validation.rmse;
    const pairs = values.map((value) => value ?? 0);
    const [average, linear] = report.references.map(({ validation }) => validation.rmse.mean ?? 0);
    const said = sayAll(spots[2]);
    expect(said).toMatchObject({
      mean: `${figure(mean)} \u00b1 ${figure(se)}`,
      [`${pairs.length} pairs`]: `${figure(Math.min(...pairs))} to ${figure(Math.max(...pairs))}`,
      verdict: reportOf(report, 0.2).comparison?.verdict,
      baseline: figure(report.test.baselineMean),
    });
    const levels = [said['mean of the target'], said['linear model']].filter(Boolean);
    expect([figure(average), figure(linear)]).toEqual(expect.arrayContaining(levels));
    expect(levels.length).toBeGreaterThan(0);
  });

  it('lie where the drawing has the lambda, and its mean', () => {
    const report = get('proximal');
    const root = parseSvg(chartOf(report, 'metric').draw(OPTIONS));
    for (const { lambda, lines, read } of spotsOf(report, 'metric')) {
      const tick = findAll(root, 'line').find((line) => readTip(line) === `lambda = ${lambda}`);
      const [[[x1], [x2]]] = lines;
      expect([x1.toFixed(1), x2.toFixed(1)]).toEqual(
        [tick?.attributes.x1, tick?.attributes.x1].map((x) => Number(x).toFixed(1)),
      );
      const bar = findMarks(root, lambda ?? 0)
        .filter((group) => readTip(group).includes(': mean '))
        .flatMap((group) => findAll(group, 'line'))
        .find(({ attributes }) => attributes.x1 === attributes.x2);
      const [[, y]] = read()[0].points;
      expect(y).toBeCloseTo((Number(bar?.attributes.y1) + Number(bar?.attributes.y2)) / 2, 0);
    }
  });

  it('move with the linear axis, whose lambdas are as far apart as they differ', () => {
    const linear = spotsOf(get('proximal'), 'metric', { ...OPTIONS, axis: 'linear' });
    const [zero, first, second, last] = linear.map(({ lines: [[[x]]] }) => x);
    expect((first - zero) / (last - zero)).toBeCloseTo(0.05, 6);
    expect((second - zero) / (last - zero)).toBeCloseTo(0.2, 6);
    const svg = chartOf(get('proximal'), 'metric').draw({ ...OPTIONS, axis: 'linear' });
    expect(svg).not.toContain('symmetric log');
    expect(chartOf(get('proximal'), 'metric').draw({ ...OPTIONS, axis: 'log' })).toBe(
      chartOf(get('proximal'), 'metric').draw(OPTIONS),
    );
  });
});

describe('the spots of the differences', () => {
  it('are one for each row, and say difference, interval, verdict and how many pairs fell', () => {
    const report = get('proximal');
    const [spot] = spotsOf(report, 'differences');
    const { comparison } = reportOf(report, 0.05);
    const base = reportOf(report, 0).validation.rmse.values;
    const own = reportOf(report, 0.05).validation.rmse.values;
    const below = own.filter((value, i) => (value ?? 0) < (base[i] ?? 0)).length;
    const above = own.filter((value, i) => (value ?? 0) > (base[i] ?? 0)).length;
    const sign = (value: number) => (value > 0 ? `+${figure(value)}` : figure(value));
    expect(sayAll(spot)).toEqual({
      difference: sign(comparison?.difference ?? 0),
      interval: comparison?.interval?.map(sign).join(' to '),
      [`${own.length} pairs`]: `${below} lower, ${above} higher`,
      verdict: comparison?.verdict,
    });
    // A row is level.
    const [[[x1, y1], [x2, y2]]] = spot.lines;
    expect([y1 === y2, x2 > x1]).toEqual([true, true]);
  });
});

describe('the spots of the learning curves', () => {
  it('are one for each epoch, with a row for each lambda and its figures there', () => {
    const report = get('proximal');
    const spots = spotsOf(report, 'losses');
    const { curves } = reportOf(report, 0.2);
    expect(spots.map(({ name }) => name)).toEqual(curves.epoch.map((epoch) => `epoch ${epoch}`));
    const at = 2;
    const rows = spots[at].read();
    expect(rows.map(({ lambda }) => lambda)).toEqual([0, 0.05, 0.2, 1]);
    const evaluated = curves.evaluatedEpoch.indexOf(curves.epoch[at]);
    expect(rows[2].cells.slice(0, 3)).toEqual([
      figure(curves.validationDataLoss[at]),
      evaluated < 0 ? '\u2013' : figure(curves.trainingDataLoss[evaluated]),
      figure(curves.penalty[at]),
    ]);
    expect(spots[at].columns).toEqual(['validation', 'training', 'penalty', 'best epoch']);
  });

  it('say where the best epoch is, and that it is here where it is', () => {
    const report = get('proximal');
    const chosen = [...(reportOf(report, 0.2).bestEpochs ?? [])].map(Number).toSorted((a, b) => a - b);
    const middle = Math.ceil((chosen[(chosen.length - 1) >> 1] + chosen[chosen.length >> 1]) / 2);
    const cells = spotsOf(report, 'losses').map((spot) => spot.read()[2].cells[3]);
    const expected = cells.map((_, i) => (i + 1 === middle ? 'here' : String(middle)));
    expect(cells).toEqual(expected);
  });

  it('lie on the curves that are drawn, in both panels', () => {
    const report = get('proximal');
    const root = parseSvg(chartOf(report, 'losses').draw(OPTIONS));
    const curves = findAll(root, 'path')
      .filter(({ attributes }) => attributes['stroke-width'] === '1.75')
      .map(({ attributes }) => attributes.d);
    for (const spot of spotsOf(report, 'losses')) {
      for (const [x, y] of spot.read().flatMap(({ points }) => points)) {
        const place = `${Math.round(x * 100) / 100},${Math.round(y * 100) / 100}`;
        expect(
          curves.some((d) => d.includes(place)),
          place,
        ).toBe(true);
      }
    }
  });

  it('leave out what is hidden, and fit the axis to what is left', () => {
    const report = get('diverged');
    const chart = chartOf(report, 'losses');
    const lambdas = chart.series?.map(({ lambda }) => lambda) ?? [];
    const [first, ...others] = lambdas;
    const hidden = { ...OPTIONS, hidden: [first] };
    const drawn = (options: ChartOptions) =>
      lambdas.filter((lambda) => findMarks(parseSvg(chart.draw(options)), lambda).length > 0);
    expect(drawn(OPTIONS)).toEqual(lambdas);
    expect(drawn(hidden)).toEqual(others);
    const rows = spotsOf(report, 'losses', hidden)[0].read();
    expect(rows.map(({ lambda }) => lambda)).not.toContain(first);
    // Nothing at all is a sound drawing too.
    const none = { ...OPTIONS, hidden: lambdas };
    expect(findAll(parseSvg(chart.draw(none)), 'path').length).toBeLessThan(4);
    expect(spotsOf(report, 'losses', none)).toEqual([]);
  });

  it('are drawn by a logarithm or by a line as asked, and say by which they are drawn by themselves', () => {
    for (const name of ['proximal', 'diverged']) {
      const chart = chartOf(get(name), 'losses');
      const kind = (options: ChartOptions) =>
        findAll(parseSvg(chart.draw(options)), 'text')
          .map(({ text }) => text)
          .find((text) => text.startsWith('data loss'));
      expect(kind({ ...OPTIONS, axis: 'linear' })).toBe('data loss');
      expect(kind({ ...OPTIONS, axis: 'log' })).toMatch(/^data loss, (symmetric )?logarithmic$/);
      expect(chart.axis?.scale).toBe(kind(OPTIONS) === 'data loss' ? 'linear' : 'log');
    }
  });
});

describe('the path', () => {
  it('says zeros and features at each lambda', () => {
    const report = get('proximal');
    const { zeros, features } = report.path;
    expect(sayAll(spotsOf(report, 'path')[3])).toEqual({
      zeros: `${Math.round(100 * (zeros[3] ?? 0))} %`,
      'features kept': `${figure(features[3])} of ${report.data.features.length}`,
    });
  });
});

describe('what is pointed at', () => {
  const at = (x: number, y: number): Spot => ({
    name: `${x}`,
    lambda: null,
    lines: [[[x, 0] as Point, [x, 100] as Point]],
    columns: [],
    read: () => [tell('a', '1', { lambda: 5, points: [[x, y]] })],
  });

  it('is the nearest line, and nothing away from all', () => {
    const spots = [at(10, 50), at(20, 50), at(40, 50)];
    expect([0, 14, 16, 29, 31, 60].map((x) => findSpot(spots, [x, 50]))).toEqual([0, 0, 1, 1, 2, 2]);
    expect(findSpot(spots, [65, 50])).toBeNull();
    expect(findSpot(spots, [20, 125])).toBeNull();
    expect(findSpot(spots, [20, 123])).toBe(1);
    expect(findSpot([], [0, 0])).toBeNull();
  });

  it('is the nearest of the points where a spot has points of its own', () => {
    const spots = [10, 90].map((y): Spot => ({ ...at(20, y), near: [[20, y]] }));
    expect([20, 49, 51, 99].map((y) => findSpot(spots, [25, y]))).toEqual([0, 0, 1, 1]);
  });

  it('finds for every place of a chart the spot that no other is nearer than', () => {
    const spots = spotsOf(get('proximal'), 'metric');
    const [[, [, bottom]]] = spots[0].lines;
    const xs = spots.map(({ lines: [[[x]]] }) => x);
    fc.assert(
      fc.property(fc.double({ min: xs[0], max: xs[3], noNaN: true }), (x) => {
        const found = findSpot(spots, [x, bottom - 20]) ?? -1;
        const least = Math.min(...xs.map((each) => Math.abs(each - x)));
        expect(Math.abs(xs[found] - x)).toBeCloseTo(least, 9);
      }),
    );
  });

  it('is a row where its mark is within reach', () => {
    const rows = [
      tell('a', '1', { points: [[0, 0]] }),
      tell('b', '2', {
        points: [
          [0, 20],
          [90, 0],
        ],
      }),
    ];
    expect(findRow(rows, [0, 9])).toBe(0);
    expect(findRow(rows, [0, 11])).toBe(1);
    expect(findRow(rows, [85, 5])).toBe(1);
    expect(findRow(rows, [50, 0])).toBeNull();
  });

  it('is said in full or one row of it, and not without end', () => {
    const rows = Array.from({ length: 10 }, (_, i) => ({ ...tell(`r${i}`, '1'), cells: ['1', '2'] }));
    const spot = { ...at(1, 1), name: 'epoch 3', columns: ['loss', 'penalty'], read: () => rows };
    expect(saySpot(spot, 1)).toBe('epoch 3; r1: loss 1, penalty 2');
    expect(saySpot(spot, null)).toMatch(/^epoch 3; r0: .*; r7: loss 1, penalty 2; and 2 more$/);
  });
});

describe('a chart without spots', () => {
  it('has nothing to change either', () => {
    for (const chart of listLambdaCharts(get('plain'), 0)) {
      expect([chart.findSpots, chart.axis, chart.series]).toEqual([undefined, undefined, undefined]);
    }
  });
});
