import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { checkLoop } from '../../src/check/check.ts';
import { compare } from '../../src/compare/compare.ts';
import type { ProgressEvent } from '../../src/compare/progress.ts';
import { judge } from '../../src/judge/judge.ts';
import { WorthAnswerSchema } from '../../src/worth/answer.ts';
import { weighLoop } from '../../src/worth/worth.ts';
import { readLoop } from '../check/corpus.ts';
import { engines } from '../host.ts';
import { checkOf, DATA, LOOP, weigh } from './samples.ts';

const SPLIT = { repeats: 1 };

describe('what the faults of a loop were worth', () => {
  it('is what a comparison of the two recipes says, to the last digit', async () => {
    const answer = await weigh(checkOf(['penalty-subtracted']));
    expect(v.parse(WorthAnswerSchema, answer)).toEqual(answer);
    const recipe = { ...LOOP, data: DATA, split: SPLIT, include: ['losses'] as const };
    const penalty = { ...LOOP.penalty, lambdas: [0.1, -0.1] };
    const report = await compare({ ...recipe, penalty }, { engines });
    const judged = await judge({ data: { report }, baseline: 'lambda = 0.1' });
    const [, ours] = answer.judgement?.candidates ?? [];
    const [, theirs] = judged.candidates;
    const { sentence, ...comparison } = ours.comparison ?? { sentence: '' };
    const { sentence: _theirs, ...expected } = theirs.comparison ?? { sentence: '' };
    expect(comparison).toEqual(expected);
    expect(ours.values).toEqual(theirs.values);
    expect(comparison).toMatchObject({ verdict: 'worse', basis: 'rows and trainings' });
    expect(sentence).toMatch(/^as written raises validation RMSE by .*: worse than as meant\.$/);
    expect(answer.headline).toBe(`A${sentence.slice(1)}`);
    expect(answer.faults).toEqual([
      { code: 'penalty-subtracted', cell: null, line: 1, candidate: 'as written', sentence: answer.headline },
    ]);
    expect(answer.asMeant).toMatchObject({ penalty: { lambdas: [0.1] }, split: { folds: 5, repeats: 1 } });
    expect(answer.asWritten).toMatchObject({ penalty: { lambdas: [-0.1] } });
  });

  it('tells several faults apart, each with the others mended', async () => {
    const answer = await weigh(checkOf(['penalty-subtracted', 'batches-overlap']));
    const names = answer.judgement?.candidates.map(({ name }) => name);
    expect(names).toEqual(['as meant', 'as written', 'penalty-subtracted', 'batches-overlap']);
    const alone = await weigh(checkOf(['batches-overlap']));
    expect(answer.judgement?.candidates[3].values).toEqual(alone.judgement?.candidates[1].values);
    expect(answer.headline).toMatch(
      /^As written raises .*: worse than as meant\. Of the faults alone, penalty-subtracted \(line 1\) and batches-overlap \(line 2\) are worse than as meant\.$/,
    );
    expect(answer.faults[1].sentence).toContain(
      'As meant takes 320 epochs for 20 epochs of batches that start at every row',
    );
  });

  it('trains each network once, and counts the trials of all comparisons together', async () => {
    const events: ProgressEvent[] = [];
    // Detached, subtracted and both: lambda 0, -0.1 and 0, besides as meant; biases make a group of their own.
    const check = checkOf(['penalty-subtracted', 'penalty-detached', 'penalty-unused', 'biases-penalised']);
    const options = { engines, onProgress: (event: ProgressEvent) => void events.push(event) };
    const answer = await weighLoop({ check, recipe: { data: DATA, split: SPLIT } }, options);
    expect(answer.judgement?.candidates.map(({ name }) => name)).toEqual([
      'as meant',
      'as written',
      'penalty-subtracted',
      'biases-penalised',
    ]);
    expect(answer.faults.map(({ candidate }) => candidate)).toEqual([
      'penalty-subtracted',
      'as written',
      'as written',
      'biases-penalised',
    ]);
    const [first] = events;
    expect(first).toMatchObject({ kind: 'plan', plan: { trials: 20, pairs: 5, counts: { grid: 20 } } });
    expect(events.filter(({ kind }) => kind === 'plan')).toHaveLength(1);
    const trials = events.filter((event) => event.kind === 'trial');
    expect(trials.map(({ done, of }) => [done, of])).toEqual(
      Array.from({ length: 20 }, (_, i) => [i + 1, 20]),
    );
  });

  it('trains nothing where nothing differs, and says why of each fault', async () => {
    const events: ProgressEvent[] = [];
    const check = checkOf(['validates-in-train-mode', 'one-seed', 'trains-in-eval-mode']);
    const options = { engines, onProgress: (event: ProgressEvent) => void events.push(event) };
    const answer = await weighLoop({ check, recipe: { data: DATA } }, options);
    expect(events).toEqual([]);
    expect(answer.judgement).toBe(null);
    expect(answer.headline).toMatch(/^As written and as meant, the loop trains the same networks/);
    expect(answer.faults.map(({ candidate }) => candidate)).toEqual([null, null, null]);
    expect(answer.faults[0].sentence).toContain('as if eval() were called');
    expect(answer.faults[2].sentence).toContain('Without dropout');
    expect(v.parse(WorthAnswerSchema, answer)).toEqual(answer);
  });

  it('says what a single run would have shown', async () => {
    const answer = await weigh(checkOf(['one-seed', 'batches-overlap']));
    const [meant, written] = answer.judgement?.candidates ?? [];
    const won = written.values.filter((value, i) => (value ?? 0) < (meant.values[i] ?? 0)).length;
    expect(answer.faults[0].candidate).toBe(null);
    expect(answer.faults[0].sentence).toContain('Here each trains on 5 pairs (5 folds x 1 repeat).');
    expect(answer.faults[0].sentence).toContain(`In ${won} of them the loop as written has the better RMSE`);
  });
});

describe('a loop as text', () => {
  it('is checked first: the forum loop has seven faults, of which three can be trained', async () => {
    const { text } = readLoop('wrong/forum-loop.py');
    const recipe = { data: DATA, split: SPLIT, training: { epochs: 2 } };
    const answer = await weighLoop({ text, recipe }, { engines });
    expect(answer).toEqual(await weighLoop({ check: await checkLoop(text), recipe }, { engines }));
    const trained = answer.faults.filter(({ candidate }) => candidate !== null);
    expect(trained.map(({ code }) => code).toSorted()).toEqual([
      'batches-overlap',
      'penalty-over-count',
      'penalty-subtracted',
    ]);
    expect(answer.judgement?.candidates.map(({ name }) => name)).toEqual([
      'as meant',
      'as written',
      ...trained.map(({ code }) => code),
    ]);
    expect(answer.asWritten).toMatchObject({
      network: { hidden: [64, 32], dropout: 0.2 },
      training: { epochs: 2, batches: 'overlapping' },
      penalty: { lambdas: [-0.01], scale: 'mean' },
    });
    // As many steps, of batches of 32.
    expect(answer.asMeant).toMatchObject({ training: { epochs: 64, batches: 'shuffled' } });
  });
});

describe('a penalty over the count of the weights', () => {
  it('is meant over the sum at the same lambda, and the sentence says what that weighs', async () => {
    const answer = await weigh(checkOf(['penalty-over-count'], { ...LOOP, penalty: { lambdas: [0.01] } }));
    expect(answer.asWritten).toMatchObject({ penalty: { scale: 'mean', lambdas: [0.01] } });
    expect(answer.asMeant).toMatchObject({ penalty: { scale: 'sum', lambdas: [0.01] } });
    // 5 x 8 + 8 weights.
    expect(answer.faults[0].sentence).toContain('weighs 48 times as much');
    expect(answer.faults[0].sentence).toContain('lambda = 0.00021 over the sum');
  });

  it('keeps the mean where lambda was evidently chosen for it', async () => {
    const said = { ...LOOP, penalty: { lambdas: [5], scale: 'mean' as const } };
    const answer = await weigh(checkOf(['penalty-over-count'], said));
    expect(answer.asMeant).toMatchObject({ penalty: { scale: 'mean', lambdas: [5] } });
    expect(answer.judgement).toBe(null);
    expect(answer.faults[0].sentence).toMatch(/^lambda = 5 was evidently chosen for the mean/);
  });
});

describe('zeros that are expected of the subgradient', () => {
  it('are those of the proximal method, also beside a wrong sign', async () => {
    const said = { ...LOOP, penalty: { lambdas: [0.2] } };
    const answer = await weigh(checkOf(['zeros-of-subgradient', 'penalty-subtracted'], said));
    expect(answer.asMeant).toMatchObject({ penalty: { method: 'proximal', lambdas: [0.2] } });
    expect(answer.asWritten).toMatchObject({ penalty: { method: 'subgradient', lambdas: [-0.2] } });
    expect(answer.faults[0].sentence).toMatch(
      /The subgradient leaves 0 % of the weights at exactly 0, the proximal method [1-9][\d.]* %\.$/,
    );
  });
});

describe('what is refused', () => {
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => 'not refused',
      (error: Error) => error.message,
    );

  it('names the place in the request', async () => {
    const check = checkOf(['penalty-subtracted']);
    const weighing = (recipe: object, more: object = { check }) =>
      refusal(weighLoop({ ...more, recipe } as never, { engines }));
    expect(await weighing({ data: DATA, training: { epochs: 0 } })).toContain(
      'recipe.training.epochs: expected at least 1, got 0',
    );
    expect(await weighing({ data: { csv: 'a,b\n1,2\n', target: 'c' } })).toContain('recipe.data');
    expect(await weighing({ data: DATA }, {})).toContain('expected either text or check, got neither');
    expect(await weighing({ data: DATA }, { check, text: '' })).toContain('got both');
    expect(await weighing({ data: DATA }, { check: { ...check, recipe: null } })).toContain(
      'text: expected a training loop, got none',
    );
  });

  it('is a loop without a lambda, or with several, each of which leads on', async () => {
    const none = checkOf(['batches-overlap'], { ...LOOP, penalty: {} });
    expect(await refusal(weigh(none))).toContain('recipe.penalty.lambdas: expected the lambda to train with');
    const many = checkOf(['batches-overlap'], { ...LOOP, penalty: { lambdas: [0, 0.01, 0.1] } });
    const message = await refusal(weigh(many));
    expect(message).toContain('expected one lambda');
    expect(message).toContain('set penalty.lambdas to [0.01], or penalty.lambdas to [0.1]');
    const chosen = await weigh(many, { penalty: { lambdas: [0.1] } });
    expect(chosen.asMeant).toMatchObject({ penalty: { lambdas: [0.1] } });
  });

  it('is what all comparisons together would cost, before any of them begins', async () => {
    const events: ProgressEvent[] = [];
    const check = checkOf(['penalty-subtracted', 'batches-overlap']);
    const { DEFAULT_LIMITS } = await import('../../src/recipe/limits.ts');
    // Each of the two comparisons takes 10 trials.
    const limits = { ...DEFAULT_LIMITS, trials: 19 };
    const options = { engines, limits, onProgress: (event: ProgressEvent) => void events.push(event) };
    const message = await refusal(weighLoop({ check, recipe: { data: DATA, split: SPLIT } }, options));
    expect(message).toContain('recipe.penalty.lambdas: 20 trials exceed the limit of 19');
    expect(events).toEqual([]);
  });

  it('stops in whichever comparison it is', async () => {
    const controller = new AbortController();
    const check = checkOf(['penalty-subtracted', 'batches-overlap']);
    let last = 0;
    const onProgress = (event: ProgressEvent) => {
      if (event.kind === 'trial') last = event.done;
      if (last === 12) controller.abort();
    };
    const options = { engines, signal: controller.signal, onProgress };
    const message = await refusal(weighLoop({ check, recipe: { data: DATA, split: SPLIT } }, options));
    expect(message).toContain('the caller stopped the work');
    expect(last).toBe(12);
  });
});

describe('what is given', () => {
  it('goes before what was read, with what belongs to it', async () => {
    const optimizer = { name: 'adam' as const, learningRate: 0.001, beta1: 0.8 };
    const split = { holdout: 0.2, repeats: 1 };
    const check = checkOf(['penalty-subtracted'], { ...LOOP, optimizer, split });
    const given = {
      optimizer: { name: 'sgd' as const },
      training: { epochs: 2 },
      split: { folds: 3, repeats: 1 },
    };
    const { asWritten } = await weigh(check, given);
    expect(asWritten).toMatchObject({
      optimizer: { name: 'sgd', learningRate: 0.02 },
      training: { epochs: 2, batchSize: 16 },
      split: { folds: 3, repeats: 1 },
    });
    expect(asWritten.optimizer).not.toHaveProperty('beta1');
  });

  it('answers what was unread; the rest is told', async () => {
    const check = {
      ...checkOf(['penalty-subtracted']),
      unread: [
        { field: 'training.epochs', cell: null, line: 3, message: 'The epochs could not be read.' },
        { field: 'network.hidden', cell: null, line: null, message: 'The layers could not be read.' },
      ],
    };
    const answer = await weigh(check, { training: { epochs: 2 } });
    expect(answer.notes).toEqual(['The layers could not be read.']);
  });
});
