import { beforeAll, describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { looksLikeReport, parseReport } from '../../src/report/parse-report.ts';
import type { Report } from '../../src/report/schema.ts';
import { VERSION } from '../../src/version.ts';
import { fused } from '../host.ts';

let text: string;
beforeAll(async () => {
  const recipe = {
    data: { dataset: 'diabetes' },
    penalty: { lambdas: [0, 0.01] },
    network: { hidden: [3] },
    training: { epochs: 2 },
    split: { folds: 2, repeats: 1 },
    include: ['predictions', 'weights', 'model', 'losses'],
  };
  text = JSON.stringify(await compare(recipe, { engines: [fused] }));
});
const read = () => JSON.parse(text) as Report & Record<string, unknown>;

describe('a report that is brought', () => {
  it('is read as it was written', () => {
    expect(JSON.stringify(parseReport(JSON.parse(text))) === text).toBe(true);
    expect(looksLikeReport(JSON.parse(text))).toBe(true);
    for (const other of [null, 'text', [], { headline: '', recipe: {}, lambdas: [] }])
      expect(looksLikeReport(other)).toBe(false);
  });

  const cases: [what: string, damage: (report: ReturnType<typeof read>) => void, place: string][] = [
    [
      'a text for a number',
      ({ lambdas }) => Object.assign(lambdas[0], { lambda: '<b>' }),
      'lambdas[0].lambda: ',
    ],
    ['no lambdas', (report) => Object.assign(report, { lambdas: [] }), 'lambdas: expected at least one'],
    ['too few pairs', ({ design }) => design.order.pop(), 'design.order: expected 2 of them, got 1'],
    ['too many rows', ({ design }) => design.trainingRows.push(3), 'design.trainingRows: '],
    [
      'a value too few',
      ({ lambdas }) => lambdas[1].validation.rmse.values.pop(),
      'lambdas[1].validation.rmse.values: ',
    ],
    [
      'weights too few',
      ({ lambdas }) => lambdas[1].weights.l1.values.pop(),
      'lambdas[1].weights.l1.values: ',
    ],
    [
      'no metric that decides',
      ({ lambdas }) => delete lambdas[0].validation.rmse,
      'lambdas[0].validation: expected "rmse"',
    ],
    ['a feature too few', ({ lambdas }) => lambdas[0].features.pop(), 'lambdas[0].features: expected 10'],
    ['an epoch too few', ({ lambdas }) => lambdas[0].curves.epoch.pop(), 'lambdas[0].curves.pairs: '],
    [
      'a loss too many',
      ({ lambdas }) => lambdas[0].curves.objective.push(1),
      'lambdas[0].curves.objective: ',
    ],
    ['a path too short', ({ path }) => path.zeros.pop(), 'path.zeros: '],
    ['a field of its own', (report) => Object.assign(report, { bogus: 1 }), 'bogus: unknown field'],
  ];
  it.each(cases)('with %s is refused at its place', (_, damage, place) => {
    const report = read();
    damage(report);
    expect(() => parseReport(report)).toThrow(place);
  });

  it('of another version that cannot be read says so first', () => {
    const old = { ...read(), version: '0.0.1' };
    expect(parseReport(old).version).toBe('0.0.1');
    expect(() => parseReport({ ...old, path: 5 })).toThrow(
      `version: absum 0.0.1 made this report, and this is absum ${VERSION}, which cannot read it (path: `,
    );
  });
});
