import { describe, expect, it } from 'vitest';
import { adviseAccuracy } from '../../../src/report/advice/accuracy.ts';
import type { Advised } from '../../../src/report/advice/advised.ts';
import { makeFinding } from '../../../src/report/findings/finding.ts';
import type { Nested } from '../../../src/report/schema.ts';
import { advisedOf, compared, lambdaOf } from './samples.ts';

type Given = NonNullable<Parameters<typeof advisedOf>[0]>;

/** A comparison in which 0.1 is better by 9 %, and chosen. */
const BETTER: Given = {
  lambdas: [lambdaOf(0, null), lambdaOf(0.1, compared('better', -0.09))],
  choice: { lambda: 0.1, minimum: 0.1, oneStandardError: 0.1, sparsest: 0.1, rule: '' },
};
const ask = (...given: Given[]) => adviseAccuracy(advisedOf(Object.assign({}, ...given)));
const against = (name: 'mean' | 'linear', verdict: Parameters<typeof compared>[0], relative: number) => ({
  name,
  comparison: compared(verdict, relative),
});

describe('advice for accuracy', () => {
  it('takes the lambda that is better, says by how much, and trains its model next', () => {
    expect(ask(BETTER)).toEqual({
      sentence:
        'Take lambda = 0.1: compared with no penalty it lowers the error on new rows (RMSE) by 9 % (plausible: 7 to 11 %).',
      next: { penalty: { lambdas: [0, 0.1], method: 'subgradient' }, include: ['model'] },
    });
  });

  it('keeps the baseline where nothing is better', () => {
    expect(ask()).toEqual({ sentence: 'Use no penalty: nothing here predicts better.', next: null });
  });

  describe('of a gain that is undecided', () => {
    const undecided = (relative: number, given = {}): Given => ({
      lambdas: [
        lambdaOf(0, null),
        lambdaOf(0.01, compared('undecided', relative, given)),
        lambdaOf(0.1, compared('undecided', -0.02)),
      ],
    });

    it('says about how many rows would show it', () => {
      expect(ask(undecided(-0.05)).sentence).toBe(
        'Use no penalty: lambda = 0.01 seems to gain 5 % in RMSE, but that cannot be told from chance. ' +
          'About 1600 rows, in place of 400, would show a gain of that size, if it is real.',
      );
    });

    it('asks for no number of rows beyond a hundred times those there are', () => {
      expect(ask(undecided(-0.05, { detectable: 0.51 })).sentence).toMatch(
        / It would take far more rows than these 400 to show a gain of that size\.$/,
      );
    });

    it('does not ask for rows where the gain is too small to matter', () => {
      const small = { lambdas: [lambdaOf(0, null), lambdaOf(0.01, compared('undecided', -0.009))] };
      expect(ask(small).sentence).toBe(
        'Use no penalty: lambda = 0.01 gains only 0.9 % in RMSE, too little to matter.',
      );
    });

    it('says so where only diverged trainings stand against it', () => {
      const { sentence } = ask(undecided(-0.3, { pHolm: 0.01 }));
      expect(sentence).toBe(
        'Use no penalty: lambda = 0.01 seems to gain 30 % in RMSE, but some of the trainings diverged.',
      );
    });

    it('has no hope in a loss, nor in a subtracted penalty', () => {
      const lost = {
        lambdas: [
          lambdaOf(-0.1, compared('undecided', -0.2)),
          lambdaOf(0, null),
          lambdaOf(0.01, compared('undecided', 0.05)),
        ],
      };
      expect(ask(lost).sentence).toBe('Use no penalty: nothing here predicts better.');
    });
  });

  describe('of opponents', () => {
    it.each(['better', 'equivalent', 'undecided'] as const)(
      'recommends no penalty where the mean is %s, whatever else there is',
      (verdict) => {
        const references = [against('mean', verdict, -0.05), against('linear', 'better', -0.1)];
        const { sentence, next } = ask(BETTER, { references });
        expect(sentence).toMatch(/^Take more rows or other features: .* the mean of the target/);
        expect(sentence).toContain(
          verdict === 'better' ? 'predicts better than the network here' : 'is not shown',
        );
        expect(next).toBeNull();
      },
    );

    it.each([
      [
        'better',
        'compared with the network it lowers the error on new rows (RMSE) by 5 % (plausible: 3 to 7 %)',
      ],
      ['equivalent', 'it predicts as well as the network, and is simpler'],
      ['undecided', 'the network is not shown to predict better, and a linear model is simpler'],
    ] as const)('takes a linear model that is %s', (verdict, why) => {
      const references = [against('mean', 'worse', 0.5), against('linear', verdict, -0.05)];
      expect(ask(BETTER, { references })).toEqual({
        sentence: `Take a linear model: ${why}.`,
        next: { network: { hidden: [] } },
      });
      // The network is one already.
      const { sentence } = ask(BETTER, { references, recipe: { network: { hidden: [] } } });
      expect(sentence).toMatch(/^Take lambda = 0\.1/);
    });

    it('goes on where they are worse, or were left out', () => {
      const worse = [against('mean', 'worse', 0.5), against('linear', 'worse', 0.2)];
      expect(ask(BETTER, { references: worse }).sentence).toMatch(/^Take lambda = 0\.1/);
      const absent = [{ name: 'mean' as const, comparison: null }, against('linear', 'not tested', 0)];
      expect(ask(BETTER, { references: absent }).sentence).toMatch(/^Take lambda = 0\.1/);
    });
  });

  describe('of stopping earlier', () => {
    const stopping = { baseline: { epoch: 40, mean: 1, comparison: compared('better', -0.12) } };
    const chosenAt = (verdict: 'better' | 'undecided', relative = -0.08): Given => {
      const { otherMetrics: _others, atBestEpoch: _none, ...best } = compared(verdict, relative);
      const atBestEpoch = { ...best, epoch: 60, baselineEpoch: 40 };
      const comparison = { ...compared('better', -0.09), atBestEpoch };
      return { ...BETTER, lambdas: [lambdaOf(0, null), lambdaOf(0.1, comparison)] };
    };

    it('does so where that is all that helps', () => {
      expect(ask({ stopping })).toEqual({
        sentence:
          'Stop earlier, at about epoch 40 instead of 100: with no penalty that lowers the error on new rows (RMSE) by 12 % (plausible: 10 to 14 %).',
        next: { training: { epochs: 40 } },
        epoch: 40,
      });
    });

    it('does so where the penalty gains no more than that', () => {
      const { sentence, next, epoch } = ask(chosenAt('undecided'), { stopping });
      expect(sentence).toMatch(/; when both stop at their best, lambda = 0\.1 is not shown to be better\.$/);
      expect(next).toEqual({ training: { epochs: 40 } });
      expect(epoch).toBe(60);
    });

    it('takes the penalty that is better at its best epoch too', () => {
      expect(ask(chosenAt('better'), { stopping }).sentence).toMatch(/^Take lambda = 0\.1/);
    });

    it('takes both where most of the gain is what training on costs the baseline', () => {
      const { sentence, next, epoch } = ask(chosenAt('better', -0.03), { stopping });
      expect(sentence).toBe(
        'Take lambda = 0.1 and stop at about epoch 60 instead of 100: compared with no penalty stopped at its best, it lowers the error on new rows (RMSE) by 3 % (plausible: 1 to 5 %).',
      );
      expect(next).toMatchObject({ training: { epochs: 60 } });
      expect(epoch).toBe(60);
    });

    it('does not where stopping is not judged better', () => {
      const undecided = { baseline: { epoch: 40, mean: 1, comparison: compared('undecided', -0.12) } };
      expect(ask({ stopping: undecided }).sentence).toMatch(/^Use no penalty/);
      expect(ask({ stopping: { baseline: null } }).sentence).toMatch(/^Use no penalty/);
    });
  });

  it('follows the verdict about inner folds where they chose', () => {
    const nested = (verdict: 'better' | 'undecided') =>
      ({ comparison: compared(verdict, -0.05), choices: [] }) as unknown as Nested;
    expect(ask(BETTER, { nested: nested('better') }).sentence).toContain('by 5 % (plausible: 3 to 7 %)');
    const { choice } = advisedOf();
    expect(ask(BETTER, { nested: nested('undecided'), choice }).sentence).toMatch(
      /^Use no penalty: a lambda chosen by inner folds seems to gain 5 % in RMSE, but that cannot be told from chance\./,
    );
  });

  describe('before anything can be said', () => {
    const diverged = makeFinding('diverged', [], {}, '', {
      optimizer: { name: 'adam', learningRate: 0.001 },
    });
    const choice: Advised['choice'] = { ...advisedOf().choice, lambda: null };

    it('mends what diverged, or a constant target', () => {
      expect(ask({ findings: [diverged], choice })).toEqual({
        sentence:
          'Mend this first: training diverged, so its figures say little; a lower learning rate keeps it steady.',
        next: diverged.next,
      });
      const constant = makeFinding('constant-target', [], {}, '');
      expect(ask(BETTER, { findings: [constant] }).sentence).toMatch(/^Mend this first: .* a single value/);
      // Another lambda than the chosen one diverged.
      expect(ask({ findings: [diverged] }).sentence).toMatch(/^Use no penalty/);
    });

    it('asks for something to compare with', () => {
      const lambdas = [lambdaOf(0.1, null), lambdaOf(0.2, null)];
      const alone = { lambdas, choice: { ...choice, lambda: 0.1 } };
      expect(ask(alone)).toEqual({
        sentence: 'Add lambda = 0, no penalty, to compare with: lambda = 0.1 only has the best mean.',
        next: { penalty: { lambdas: [0, 0.1, 0.2] }, compare: { baseline: 0 } },
      });
      expect(ask({ lambdas: [lambdaOf(0, null)] })).toEqual({
        sentence: 'Add a lambda to compare with no penalty, which is the only one.',
        next: { penalty: { lambdas: 'auto', method: 'proximal' } },
      });
    });

    it('asks for a test where there was none', () => {
      const { test } = advisedOf();
      const lambdas = [lambdaOf(0, null), lambdaOf(0.1, compared('not tested', -0.09))];
      const single = makeFinding('single-run', [], {}, '', { split: { repeats: 5 } });
      const untested = { ...test, reason: 'a single run is a coin flip' };
      expect(ask({ lambdas, findings: [single], test: untested })).toEqual({
        sentence: 'Nothing was tested: a single run is a coin flip. Until something is, use no penalty.',
        next: { split: { repeats: 5 } },
      });
    });
  });
});
