import { describe, expect, it } from 'vitest';
import type { AtBestEpoch, Comparison, Test } from '../../../src/report/comparison.ts';
import type { Choice, Nested, Reference } from '../../../src/report/schema.ts';
import {
  addCautions,
  cautionCollapse,
  cautionError,
  cautionStopping,
} from '../../../src/report/verdict/cautions.ts';

const TEST: Test = {
  metric: 'rmse',
  baseline: 0,
  baselineMean: 10,
  name: 'row and training test',
  observations: 20,
  pairs: 20,
  clusters: 100,
  clusteredBy: 'rows',
  testOverTrain: 0.25,
  region: 0.1,
};

function comparison(verdict: Comparison['verdict'], share: number, best: AtBestEpoch | null): Comparison {
  const judged = {
    difference: 10 * share,
    relative: share,
    interval: [10 * share - 1, 10 * share + 1] as [number, number],
    level: 0.95,
    basis: 'rows and trainings' as const,
    pairs: 20,
    t: -3,
    df: 40,
    p: 0.001,
    pHolm: verdict === 'undecided' ? 0.4 : 0.001,
    probability: null,
    detectable: 1,
    detectableAtBest: 1,
    verdict,
    sentence: 'A sentence.',
  };
  return { ...judged, otherMetrics: {}, atBestEpoch: best };
}
function atBest(verdict: Comparison['verdict'], share: number, pHolm?: number): AtBestEpoch {
  const { otherMetrics: _others, atBestEpoch: _none, ...judged } = comparison(verdict, share, null);
  return { ...judged, ...(pHolm !== undefined && { pHolm }), epoch: 80, baselineEpoch: 12 };
}
const choose = (lambda: number): Choice => ({
  lambda,
  minimum: 1,
  oneStandardError: 1,
  sparsest: 1,
  rule: '',
});
const baseline = { lambda: 0, comparison: null, collapsed: false };
const lambda = (compared: Comparison, collapsed = false) => ({ lambda: 1, comparison: compared, collapsed });

describe('a headline', () => {
  const reference = (name: Reference['name'], verdict: Comparison['verdict'], mean = 9): Reference => ({
    name,
    validation: { rmse: { mean, sd: 0, values: [] } },
    comparison: comparison(verdict, -0.1, null),
  });
  const qualify = (qualified: Partial<Parameters<typeof addCautions>[1]>) =>
    addCautions('It helps.', {
      verdicts: [baseline, lambda(comparison('better', -0.3, null), true)],
      choice: choose(1),
      test: TEST,
      nested: null,
      references: [],
      findings: [],
      task: 'regression',
      ...qualified,
    });

  it('is followed by what qualifies it, with a But after praise', () => {
    expect(qualify({})).toBe('It helps. But its predictions are almost constant.');
    expect(qualify({ references: [reference('mean', 'worse'), reference('linear', 'equivalent')] })).toBe(
      'It helps. But its predictions are almost constant. A linear model does as well.',
    );
    expect(qualify({ choice: choose(0), references: [reference('linear', 'better')] })).toBe(
      'It helps. A linear model is better.',
    );
    expect(
      qualify({ choice: choose(0), findings: [{ severity: 'error', message: 'Nothing: at all.' }] }),
    ).toBe('It helps. But nothing.');
  });

  it('says no more of a gain where the network is no better than the mean', () => {
    const verdicts = [baseline, lambda(comparison('better', -0.3, atBest('undecided', -0.02)), true)];
    expect(
      qualify({ verdicts, references: [reference('mean', 'undecided'), reference('linear', 'worse')] }),
    ).toBe('It helps. But the network is judged no better than predicting the mean of the target.');
    expect(qualify({ verdicts, references: [reference('mean', 'better')], task: 'classification' })).toBe(
      'It helps. But the network is worse than predicting the class shares.',
    );
  });

  it('leaves the best epochs to nested, which chooses them', () => {
    const verdicts = [baseline, lambda(comparison('better', -0.3, atBest('undecided', -0.02)))];
    const nested = { choices: [], comparison: comparison('better', -0.1, null) } as Partial<Nested> as Nested;
    expect(qualify({ verdicts })).toContain('best epoch');
    expect(qualify({ verdicts, nested })).toBe('It helps.');
  });

  it('says that a gain rests on predictions that hardly vary, of the choice alone', () => {
    const verdicts = [baseline, lambda(comparison('better', -0.1, null), true)];
    expect(cautionCollapse(verdicts, choose(1), null)).toBe('its predictions are almost constant');
    expect(cautionCollapse(verdicts, choose(0), null)).toBeNull();
    expect(
      cautionCollapse([baseline, lambda(comparison('undecided', -0.1, null), true)], choose(1), null),
    ).toBeNull();
    expect(cautionCollapse([baseline, lambda(comparison('better', -0.1, null))], choose(1), null)).toBeNull();
  });

  it('with nested says so where most inner choices hardly vary', () => {
    const verdicts = [baseline, lambda(comparison('better', -0.1, null), true)];
    const nest = (verdict: Comparison['verdict'], ...chosen: number[]) =>
      ({
        choices: chosen.map((each) => ({ lambda: each, epochs: 3 })),
        comparison: comparison(verdict, -0.1, null),
      }) as Partial<Nested> as Nested;
    expect(cautionCollapse(verdicts, choose(1), nest('better', 1, 1, 0))).toBe(
      'its predictions are almost constant',
    );
    expect(cautionCollapse(verdicts, choose(1), nest('better', 1, 0))).toBeNull();
    expect(cautionCollapse(verdicts, choose(1), nest('worse', 1, 1))).toBeNull();
    // Not tested: the lambdas' own verdicts stand.
    expect(cautionCollapse(verdicts, choose(1), nest('not tested', 0, 0))).not.toBeNull();
  });

  it('has the first clause of an error, and of nothing less', () => {
    const message = 'The target has a single value: check it; or not.';
    expect(cautionError([{ severity: 'error', message }])).toBe('the target has a single value');
    expect(cautionError([{ severity: 'warning', message }])).toBeNull();
    expect(cautionError([])).toBeNull();
  });
});

describe('the best epochs', () => {
  const caution = (best: AtBestEpoch | null) =>
    cautionStopping([baseline, lambda(comparison('better', -0.3, best))], choose(1), TEST);
  const figures = '(95 % interval -8 to 12 %, 100 rows, 20 trainings)';

  it('change nothing where they give the same verdict, and most of the gain', () => {
    expect(caution(null)).toBeNull();
    expect(caution(atBest('better', -0.16))).toBeNull();
  });

  it.each([
    [
      'better',
      -0.14,
      "most of that is the baseline's decline, which was trained past its best: with each stopped at its best epoch, it gains 14 %",
    ],
    [
      'worse',
      0.02,
      `with each stopped at its best epoch, it raises validation RMSE by 2 % ${figures} and is worse`,
    ],
    ['equivalent', -0.001, 'with each stopped at its best epoch, it makes no practical difference'],
    [
      'undecided',
      -0.02,
      `with each stopped at its best epoch, it lowers validation RMSE by 2 % ${figures}, which cannot be told from chance`,
    ],
    ['not tested', 0, null],
  ] as const)('are said where their verdict is %s', (verdict, share, said) => {
    expect(caution(atBest(verdict, share))).toBe(said);
  });

  it('are said where the difference there is real and small', () => {
    expect(caution(atBest('undecided', -0.02, 0.01))).toMatch(
      /, which is real, but perhaps too small to matter$/,
    );
  });

  it('are said where only they show that a lambda is better, the best of them, and never a negative one', () => {
    const own = (at: number, share: number) => ({
      lambda: at,
      comparison: comparison('undecided', -0.01, atBest('better', share)),
      collapsed: false,
    });
    expect(cautionStopping([baseline, own(1, -0.05), own(2, -0.2), own(-1, -0.4)], choose(0), TEST)).toMatch(
      /^with each stopped at its best epoch, lambda = 2 lowers validation RMSE by 20 % \(.*\) and is better$/,
    );
    expect(cautionStopping([baseline, own(-1, -0.4)], choose(0), TEST)).toBeNull();
  });

  it('of a score are said in amounts', () => {
    const best = { ...atBest('better', -0.01), relative: null, difference: 0.05 };
    const end = { ...comparison('better', -0.3, best), relative: null, difference: 0.2 };
    expect(cautionStopping([baseline, lambda(end)], choose(1), { ...TEST, metric: 'r2' })).toMatch(
      /it gains 0\.05$/,
    );
  });
});
