import { describe, expect, it } from 'vitest';
import { adviseFeatures, adviseSize } from '../../../src/report/advice/sparse.ts';
import { makeFinding } from '../../../src/report/findings/finding.ts';
import { advisedOf, candidateOf, compared, lambdaOf } from './samples.ts';

type Given = NonNullable<Parameters<typeof advisedOf>[0]>;

const proximal = (given = {}) => ({
  penalty: { lambdas: [0, 0.1, 0.2, 0.4], method: 'proximal' as const, ...given },
});
/** Each lambda with the share by which its error exceeds the baseline's, alike in every pair: the bound is the share. */
const costing = (...costs: number[]) =>
  [0, ...costs].map((cost, i) => candidateOf([0, 0.1, 0.2, 0.4][i], Array(6).fill(1 + cost)));
const lambdas = [
  lambdaOf(0, null),
  lambdaOf(0.1, compared('undecided', 0), { zeros: 40, kept: [1, 1, 0.9] }),
  lambdaOf(0.2, compared('undecided', 0), { zeros: 88, kept: [1, 0.5, 0.1] }),
  lambdaOf(0.4, compared('worse', 0), { zeros: 95, kept: [0.9, 0.4, 0] }),
];
const sparse = (costs: number[], given: Given = {}) =>
  advisedOf({ lambdas, tried: costing(...costs), recipe: proximal(), ...given });

describe('advice for a small network', () => {
  it('takes the most zeros that cost less than the tolerance, and says how much at most', () => {
    const advised = sparse([-0.02, 0.022, 0.06]);
    expect(adviseSize(advised)).toEqual({
      lambda: 0.2,
      sentence:
        'Take lambda = 0.2: it sets 88 % of the weights to zero and costs at most 2.2 % in RMSE, compared with no penalty (95 % sure).',
      next: {
        penalty: { lambdas: [0.2], method: 'proximal' },
        compare: { baseline: 0.2 },
        include: ['model'],
      },
    });
  });

  it('has another answer with another tolerance', () => {
    const tolerant = (tolerance: number) =>
      adviseSize(sparse([-0.02, 0.022, 0.06], { recipe: { ...proximal(), compare: { tolerance } } })).lambda;
    expect([tolerant(0.07), tolerant(0.01), tolerant(0)]).toEqual([0.4, 0.1, 0.1]);
  });

  it('says that it costs nothing where it gains for sure', () => {
    const better = lambdas.with(2, lambdaOf(0.2, compared('better', -0.03), { zeros: 88 }));
    expect(adviseSize(sparse([-0.1, -0.02, 0.06], { lambdas: better })).sentence).toContain(
      'and costs nothing: it lowers the error on new rows (RMSE) by at least 2 %, compared',
    );
    // The verdict, which calls no gain real, is not contradicted.
    expect(adviseSize(sparse([-0.1, -0.02, 0.06])).sentence).toContain('and costs nothing, compared');
  });

  it('tells an amount of a score', () => {
    const given = { recipe: { ...proximal(), compare: { metric: 'r2' as const } } };
    // A higher score is no cost.
    expect(adviseSize(sparse([0.1, -0.03, -0.3], given)).sentence).toContain('costs at most 0.03 of R2,');
  });

  it('names the cheapest where every one is too dear, and what it may cost', () => {
    expect(adviseSize(sparse([0.07, 0.08, 0.3]))).toEqual({
      lambda: null,
      sentence:
        'No lambda is sure to cost less than 5 % in RMSE (compare.tolerance): the cheapest, lambda = 0.1, ' +
        'sets 40 % of the weights to zero and may cost up to 7 % in RMSE.',
      next: { penalty: { lambdas: 'auto', method: 'proximal' } },
    });
  });

  it('has nothing to take where few weights are zero', () => {
    const few = [lambdaOf(0, null), lambdaOf(0.1, compared('equivalent', 0), { zeros: 9 })];
    expect(adviseSize(sparse([], { lambdas: few, tried: costing(0) }))).toEqual({
      lambda: null,
      sentence: 'No lambda here sets as much as a tenth of the weights to zero: larger ones do.',
      next: { penalty: { lambdas: 'auto', method: 'proximal' } },
    });
  });

  it('says what it means that every weight may go', () => {
    const all = [lambdaOf(0, null), lambdaOf(0.1, compared('equivalent', 0), { zeros: 100 })];
    expect(adviseSize(sparse([], { lambdas: all, tried: costing(0.01) })).sentence).toMatch(
      /sets all weights to zero .* Every row then gets the same answer, so the features may say nothing about the target\.$/,
    );
  });

  it('sends the subgradient to the proximal method, without negative lambdas', () => {
    const recipe = { penalty: { lambdas: [-0.1, 0, 0.1] } };
    expect(adviseSize(advisedOf({ recipe }))).toEqual({
      lambda: null,
      sentence: 'The subgradient leaves no weight at exactly zero: the proximal method does.',
      next: { penalty: { method: 'proximal', lambdas: [0, 0.1] } },
    });
  });

  it('takes no lambda on trust', () => {
    const untested = [lambdaOf(0, null), lambdaOf(0.1, compared('not tested', 0), { zeros: 40 })];
    const single = makeFinding('single-run', [], {}, '', { split: { repeats: 5 } });
    const test = { ...advisedOf().test, reason: 'a single run is a coin flip' };
    expect(
      adviseSize(sparse([], { lambdas: untested, tried: costing(0), findings: [single], test })),
    ).toEqual({
      lambda: null,
      sentence: 'What it costs was not tested: a single run is a coin flip.',
      next: { split: { repeats: 5 } },
    });
  });
});

describe('advice for few features', () => {
  it('takes the fewest that cost less than the tolerance, and names those that half of the pairs keep', () => {
    const { lambda, sentence } = adviseFeatures(sparse([-0.02, 0.022, 0.04]));
    expect(lambda).toBe(0.4);
    expect(sentence).toBe(
      'Take lambda = 0.4: it needs 1 of 3 features (x1) and costs at most 4 % in RMSE, compared with no penalty (95 % sure).',
    );
    expect(adviseFeatures(sparse([-0.02, 0.022, 0.06])).sentence).toContain(
      'needs 2 of 3 features (all but x3)',
    );
  });

  it('sends a penalty on single weights to that on features', () => {
    const kept = [lambdaOf(0, null), lambdaOf(0.1, compared('equivalent', 0), { zeros: 40 })];
    const given = { lambdas: kept, tried: costing(0) };
    expect(adviseFeatures(sparse([], given))).toEqual({
      lambda: null,
      sentence: 'No lambda here drops a feature: penalty.groups "features" is made for it.',
      next: { penalty: { method: 'proximal', groups: 'features' } },
    });
    expect(adviseFeatures(sparse([], { ...given, recipe: proximal({ groups: 'features' }) }))).toEqual({
      lambda: null,
      sentence: 'No lambda here drops a feature: larger ones do.',
      next: { penalty: { lambdas: 'auto', method: 'proximal' } },
    });
    expect(adviseFeatures(advisedOf()).next).toEqual({ penalty: { method: 'proximal', groups: 'features' } });
  });

  it('has nothing to say of one feature', () => {
    const one = [lambdaOf(0, null, { kept: [1] }), lambdaOf(0.1, compared('equivalent', 0), { kept: [0] })];
    expect(adviseFeatures(sparse([], { lambdas: one, tried: costing(0) })).sentence).toBe(
      'There is only one feature.',
    );
  });
});
