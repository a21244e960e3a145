import { beforeAll, describe, expect, it } from 'vitest';
import { formatReport } from '../../../src/cli/terminal/format-report.ts';
import { createStyle } from '../../../src/cli/terminal/style.ts';
import type { Report } from '../../../src/report/schema.ts';
import { run } from '../../compare/samples.ts';
import { measureWidest, PLAIN } from '../screen.ts';

const OCCASION = { style: PLAIN, trials: 12, seconds: 1.24, written: [] };

let report: Report;
beforeAll(async () => {
  report = await run({ split: { folds: 3, repeats: 3 } });
});

const print = (width: number, given: Partial<Report> = {}, occasion = {}) =>
  formatReport({ ...report, ...given }, { ...OCCASION, width, ...occasion });

describe('the printed report', () => {
  it.each([40, 60, 80, 120])('fits a terminal of %d columns', (width) => {
    const text = print(width);
    expect(measureWidest(text)).toBeLessThanOrEqual(width);
    expect(text.replace(/\s+/g, ' ')).toContain(report.headline);
    for (const { message } of report.findings) expect(text.replace(/\s+/g, ' ')).toContain(message);
  });

  it('says what ran first and what it took last', () => {
    const lines = print(120).trimEnd().split('\n');
    expect(lines.slice(0, lines.indexOf('')).join(' ')).toBe(
      '40 rows, 5 features, target y; 9 pairs, 12 trials, engine fused. Method subgradient: lambdas are listed, and most training loops work so.',
    );
    expect(lines[lines.length - 1]).toBe(`12 trials, ${report.cost.steps} steps, 1.2 s`);
  });

  it('has a row for each lambda, with its mean, difference, verdict, zeros, features, weights and penalty', () => {
    const [head, rule, ...rows] = print(120).split('\n\n')[3].split('\n');
    expect(head).toMatch(
      /^lambda +RMSE ± se +difference \(interval\) +verdict +zeros +features +sum \|w\| +penalty$/,
    );
    expect(rule).toMatch(/^─+$/);
    expect(rows).toHaveLength(3);
    report.lambdas.forEach(({ lambda, validation, training, weights, comparison }, i) => {
      const decimals = /\.(\d+) ±/.exec(rows[i])?.[1].length ?? 0;
      expect(rows[i].startsWith(String(lambda))).toBe(true);
      const { mean, se } = validation.rmse;
      expect(rows[i]).toContain(`${mean?.toFixed(decimals)} ± ${se?.toFixed(decimals)}`);
      expect(rows[i]).toContain(comparison?.verdict ?? 'baseline');
      const short = (value: number | null) => Number(value?.toPrecision(3));
      expect(rows[i].split(/ +/).slice(-5)).toEqual([
        '0',
        '%',
        '5/5',
        `${short(weights.l1.mean)}`,
        `${short(training.penalty.mean)}`,
      ]);
    });
    const { relative, interval, difference } = report.lambdas[0].comparison ?? {};
    const percent = (share: number) => `${share > 0 ? '+' : ''}${Number((100 * share).toPrecision(2))}`;
    const [from, to] = (interval ?? []).map((end) => percent((end * (relative ?? 0)) / (difference ?? 0)));
    expect(rows[0]).toContain(` ${percent(relative ?? 0)} % (${from} to ${to} %)`);
  });

  it('drops what can be spared, column by column, then the table, as the terminal gets narrower', () => {
    const head = (width: number) => print(width).split('\n\n')[3].split('\n')[0];
    const full = measureWidest(print(200).split('\n\n')[3]);
    expect(head(full)).toMatch(/sum \|w\| +penalty$/);
    expect(head(full - 1)).toMatch(/features +sum \|w\|$/);
    expect(head(full - 'penalty  '.length - 1)).toMatch(/zeros +features$/);
    expect(head(full - 'sum |w|  penalty  '.length - 1)).toMatch(/verdict +zeros$/);
    expect(head(full - 'features  sum |w|  penalty  '.length - 1)).toMatch(/verdict$/);
    const blocks =
      print(40)
        .split('\n\n')
        .find((section) => section.startsWith('lambda = -0.01')) ?? '';
    expect(blocks).toMatch(
      /^lambda = 0\b.*\n {2}RMSE ± se +\S+ ± \S+\n {2}verdict +baseline\n {2}zeros +0 %$/m,
    );
  });

  it('marks the choice, the minimum and the largest within one standard error', () => {
    const choice = { ...report.choice, lambda: 0, minimum: 0, oneStandardError: 0.05 };
    const text = print(120, { choice });
    expect(text).toMatch(/^0 take min +\d/m);
    expect(text).toContain('take is the choice');
    expect(text).toMatch(/^0\.05 1se +\d/m);
    expect(text).toContain('min has the best mean');
    expect(print(120, { choice: { ...choice, minimum: null, oneStandardError: null } })).not.toContain('1se');
  });

  it('says that verdicts are adjusted where there are several', () => {
    const adjusted = 'verdicts are adjusted for the number of lambdas';
    expect(print(300)).toContain(adjusted);
    expect(print(300, { lambdas: report.lambdas.slice(1) })).not.toContain(adjusted);
  });

  it('draws the loss of each lambda by epoch, with its ends', () => {
    const [, ...lines] =
      print(120)
        .split('\n\n')
        .find((section) => section.startsWith('Mean validation')) ?? ''.split('\n');
    expect(lines.join('')).toMatch(/[▁▂▃▄▅▆▇█]{3}/);
    for (const { curves } of report.lambdas) {
      const [first, , last] = curves.validationDataLoss;
      expect(print(120)).toContain(`${first.toPrecision(3)} → ${last.toPrecision(3)}`);
    }
  });

  it('draws losses by their logarithm, and those of a lambda that diverged on the scale of the others', () => {
    const curvesOf = (losses: number[]) => ({
      ...report.lambdas[0].curves,
      epoch: [1, 2, 3],
      validationDataLoss: losses,
    });
    const [first, second] = report.lambdas;
    const wild = { repeat: 0, fold: 0, epoch: 3, step: 1 };
    const lambdas = [
      { ...first, curves: curvesOf([1, 10, 100]) },
      { ...second, curves: curvesOf([1e9, 1e9, 1]), diverged: [wild] },
    ];
    expect(print(120, { lambdas })).toContain(' ▁▅█  1.00 → 100, lowest 1.00 at epoch 1\n');
    expect(print(120, { lambdas })).toContain(' ██▁  1.0e+9 → 1.00, lowest at the end\n');
    const withZero = [{ ...first, curves: curvesOf([0, 10, 100]) }];
    expect(print(120, { lambdas: withZero })).toContain(' ▁▁█ ');
  });

  it('shows shares of zeros and mean counts of features', () => {
    const [first] = report.lambdas;
    const weights = { ...first.weights, count: 200, zeros: { ...first.weights.zeros, mean: 49 } };
    const features = first.features.map((feature, i) => ({ ...feature, kept: i === 0 ? 0.25 : 1 }));
    expect(print(120, { lambdas: [{ ...first, weights, features }] })).toMatch(/ 25 % +4\.3\/5 /);
  });

  it('says which rows were dropped and which trials found the lambdas', () => {
    const say = (left: Partial<Report['data']>) => print(120, { data: { ...report.data, ...left } });
    expect(say({ droppedRows: 3 })).toMatch(/^40 rows \(3 with missing values dropped\), 5 features/);
    expect(say({ rowsWithoutTarget: 2 })).toMatch(/^40 rows \(2 without target dropped\), 5 features/);
    expect(say({ rowsWithoutTarget: 2, droppedRows: 3 })).toMatch(
      /^40 rows \(2 without target and 3 with missing values dropped\), 5 features/,
    );
    const grid = { maximum: 1, exact: false, trials: 4 };
    expect(print(120, { grid })).toContain('12 trials, 4 of them to find the lambdas, engine');
    expect(print(120, { grid: { ...grid, trials: 0 } })).not.toContain('find the lambdas');
  });

  it('draws no curve of a single epoch', async () => {
    const single = await run({ training: { epochs: 1 } });
    expect(formatReport(single, { ...OCCASION, width: 80 })).not.toContain('by epoch');
  });

  it('counts the trials that diverged in place of a mean', async () => {
    const optimizer = { name: 'sgd', learningRate: 1e6 } as const;
    const wild = await run({ optimizer, network: { hidden: [4], activation: 'linear' } });
    const text = formatReport(wild, { ...OCCASION, width: 80 });
    expect(text).toMatch(/^0 .*diverged 4\/4/m);
    expect(text).toContain('[error] diverged');
    expect(measureWidest(text)).toBeLessThanOrEqual(80);
  });

  it('tells amounts for a score, and nothing of an interval where nothing is tested', async () => {
    const scored = await run({ compare: { metric: 'r2' }, split: { holdout: 0.5, repeats: 1 } });
    const text = formatReport(scored, { ...OCCASION, width: 100 });
    expect(text).toMatch(/^lambda +R2 +difference/m);
    expect(text).toContain('not tested');
    expect(text).not.toContain('±');
  });

  it('says below the headline what to do for each goal, and with which options', () => {
    const advice = [
      { goal: 'accuracy' as const, lambda: 0, sentence: 'Use no penalty.', next: null, code: null },
      {
        goal: 'size' as const,
        lambda: null,
        sentence: 'None.',
        next: { penalty: { lambdas: [1] } },
        code: null,
      },
      { goal: 'features' as const, lambda: null, sentence: 'None either.', next: null, code: null },
    ];
    const text = print(80, { advice, findings: [] });
    expect(text.split('\n\n')[2]).toBe(
      'For accuracy: Use no penalty.\nFor a small network: None.\n  try: --lambdas 1\nFor few features: None either.',
    );
  });

  it('says below a finding which options mend it, where they can', () => {
    const [finding] = report.findings;
    const show = (next: Record<string, unknown> | null) =>
      print(80, { findings: [{ ...finding, next }], advice: [] });
    expect(show({ training: { epochs: 200 } })).toMatch(/\.\n {2}try: --epochs 200\n/);
    expect(show(null)).not.toContain('try:');
    expect(show({ compare: { baseline: null } })).not.toContain('try:');
  });

  it('says its severities in words, and colours them only when asked to', () => {
    const findings = report.findings.slice(0, 1);
    expect(findings).toHaveLength(1);
    const plain = print(80, { findings });
    expect(plain).toContain(`[${findings[0].severity}] ${findings[0].code}\n  `);
    expect(plain).not.toContain('\u001B');
    const painted = formatReport(report, { ...OCCASION, width: 80, style: createStyle(true) });
    expect(painted).toContain('\u001B[1m');
    expect(measureWidest(painted)).toBeLessThanOrEqual(80);
  });

  it('names the deployment, the files and the model', async () => {
    const text = print(
      200,
      {},
      { url: 'https://example.org', written: ['report.json', '3 charts in charts'] },
    );
    expect(text).toContain('engine fused at https://example.org. Method ');
    expect(text).toContain('\nWrote report.json, 3 charts in charts.\n');
    const refitted = await run({ include: ['model'] });
    expect(formatReport(refitted, { ...OCCASION, width: 200 })).toContain(`\n${refitted.refit?.sentence}\n`);
  });
});
