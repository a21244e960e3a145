import type { JudgeFindingCode } from '../../src/judge/findings/finding.ts';
import type { FindingText } from './finding-texts.ts';

/** What the pages of a judge's findings say besides what `docs/findings.md` does. */
export const JUDGE_TEXTS: Readonly<Record<JudgeFindingCode, FindingText>> = {
  unpaired: {
    why: 'Scores of the same fold and seed rise and fall together, and their difference leaves that out. Runs on other folds or with other seeds have nothing in common: the luck of both stands in their difference, and no test of pairs can be made.',
    what: 'Run every candidate with the same seeds and the same folds: fix random_state of the splitter, and write seed and fold into each row.',
  },
  'impossible-values': {
    why: 'An accuracy above 1 or an RMSE below 0 is another column, a sign that was turned, or percent. A verdict on it is about that column.',
    what: 'Name the right column as metric. Of percent, divide by 100, or say an equivalence of 1, which is one point.',
  },
  'one-run-each': {
    why: 'Two runs always differ. One score for each shows one difference, and not how much it varies: the next seed may turn it round.',
    what: 'Run each candidate on five folds with four repeats, or with ten seeds, the same for all.',
  },
  'only-the-seed': {
    why: 'A change of the seed is kept as an improvement again and again, since it scores higher in one run. What lies between two runs of the same thing is the noise floor, and a gain that is smaller says nothing.',
    what: 'Take it for a measurement of your noise. Keep the seed as a column, and compare settings, each with the same seeds.',
  },
  'folds-used-again': {
    why: 'Ten more runs on the same fold are ten more draws of the initial weights, and not ten more folds: the rows that validate are the same. Counted as new evidence, they make chance look smaller than it is.',
    what: 'If each run had a split of its own, name the column that tells them apart (columns.repeat, columns.seed). If a file was written twice, take the copies out.',
  },
  'missing-cells': {
    why: 'A run that crashed or diverged is often a bad one. Leaving it out makes the candidate look better than it is.',
    what: 'Run it again. Say missing "drop" only where the gap has nothing to do with the score: a machine that was taken away, say.',
  },
  'best-of-many': {
    why: 'Of many candidates that are all alike one is the best by luck, and its mean is flattered by as much as it was lucky. Holm adjusts its verdict for the number of them; its mean, and what you report of it, stays too good.',
    what: 'Judge the best once more against the baseline alone, on folds and seeds that had no part in the choice.',
  },
  ties: {
    why: 'Accuracy on thirty rows moves in steps of a thirtieth, so most small differences are not there to be seen, and those that are seen look larger. If all scores are equal, it is probably the same run twice.',
    what: 'Give the losses of the rows, or a score without steps, such as log loss. Take more rows.',
  },
  'sizes-unknown': {
    why: 'Pairs share training rows, which makes their differences alike: ten folds are not ten experiments. By how much follows from how many rows validate and how many train.',
    what: 'Say the number of folds, or the rows that train and validate. If all seeds share one split, say so: split "fixed".',
  },
};

/** Scores that have such a finding, and what to add to the command. */
export interface JudgeExample {
  readonly csv: string;
  readonly options: readonly string[];
}

const table = (head: string, rows: readonly string[]) => `${[head, ...rows].join('\n')}\n`;
const count = (rows: number, write: (i: number) => string) =>
  Array.from({ length: rows }, (_, i) => write(i));
/** A number from 0 to 9 that looks drawn, and is the same in every build. */
const digit = (i: number, salt = 1) => (7 * i * i + 3 * salt * i + 5 * salt) % 10;

/** For each finding a table that has it; `tests/site/judge-findings.test.ts` judges them all. */
export const JUDGE_EXAMPLES: Readonly<Record<JudgeFindingCode, JudgeExample>> = {
  unpaired: {
    csv: table('model,seed,accuracy', [
      ...count(6, (i) => `old,${i + 1},0.9${digit(i)}`),
      ...count(6, (i) => `new,${i + 11},0.9${digit(i, 3)}`),
    ]),
    options: [],
  },
  'impossible-values': {
    csv: table(
      'fold,old,new',
      count(5, (i) => `${i},9${digit(i)}.5,9${digit(i, 3)}.25`),
    ),
    options: ['--metric accuracy'],
  },
  'one-run-each': { csv: table('model,accuracy', ['old,0.91', 'new,0.93']), options: [] },
  'only-the-seed': {
    csv: table(
      'fold,net seed=1,net seed=2',
      count(5, (i) => `${i},0.${digit(i) + 20},0.${digit(i, 3) + 20}`),
    ),
    options: ['--metric rmse'],
  },
  'folds-used-again': {
    csv: table(
      'model,fold,rmse',
      count(20, (i) => `${i % 2 === 0 ? 'old' : 'new'},${Math.floor(i / 2) % 5},3.${digit(i)}${digit(i, 3)}`),
    ),
    options: [],
  },
  'missing-cells': {
    csv: table(
      'fold,old,new',
      count(6, (i) => `${i},3.${digit(i)},${i === 2 ? '' : `3.${digit(i, 3)}`}`),
    ),
    options: ['--metric rmse'],
  },
  'best-of-many': {
    csv: table(
      'fold,baseline,a,b,c,d,e',
      count(5, (i) => [i, ...count(6, (c) => `3.${digit(i + 1, c + 1)}${digit(c, i + 2)}`)].join()),
    ),
    options: ['--metric rmse'],
  },
  ties: {
    csv: table(
      'fold,old,new',
      count(6, (i) => `${i},0.9${digit(i)},0.9${i % 2 === 0 ? digit(i) : digit(i, 3)}`),
    ),
    options: ['--metric accuracy'],
  },
  'sizes-unknown': {
    csv: table(
      'seed,old,new',
      count(6, (i) => `${i + 1},3.${digit(i)},3.${digit(i, 3)}`),
    ),
    options: ['--metric rmse'],
  },
};
