import { showName } from '../../data/reading/say-format.ts';
import type { JudgeAnswer, JudgedCandidate } from '../../judge/answer.ts';
import type { Judgement } from '../../report/comparison.ts';
import { formatCount } from '../../words/amounts.ts';
import { countDecimals } from '../../words/numbers.ts';
import { paintWord, showDifference } from './lambda-table.ts';
import type { Style } from './style.ts';
import { countColumns, drawBlocks, drawTable, type TableColumn } from './table.ts';

type CandidateColumn = TableColumn<JudgedCandidate>;

/** More are for `--json`. */
export const MOST_CANDIDATES_SHOWN = 100;
/** Longer names are cut. */
const MOST_NAME = 60;

/** A row for each candidate, or a block where the terminal is too narrow. */
export function drawCandidates(answer: JudgeAnswer, width: number, style: Style): string[] {
  const rows = answer.candidates.slice(0, MOST_CANDIDATES_SHOWN);
  const [name, ...columns] = listCandidateColumns(answer, style);
  const lines = drawTable([name, ...columns], rows, style);
  if (lines.every((line) => countColumns(line) <= width)) return lines;
  return drawBlocks(name.cell, columns, rows, { width, style });
}

/** Each candidate with its mark, then all columns beside it. */
export function listCandidateColumns(
  answer: JudgeAnswer,
  style: Style,
): [CandidateColumn, ...CandidateColumn[]] {
  const { test, choice } = answer;
  const show = createMeanCell(answer);
  const isAdjusted = countTested(answer) > 1;
  return [
    {
      title: 'candidate',
      align: 'left',
      cell: ({ name }) => (name === choice ? `${showCut(name)} take` : showCut(name)),
    },
    { title: titleMean(answer), align: 'right', cell: show },
    {
      title: 'difference (interval)',
      short: 'difference',
      align: 'left',
      cell: ({ comparison }) => sayDifference(comparison, test),
    },
    {
      title: isAdjusted ? 'p (Holm)' : 'p',
      align: 'left',
      cell: ({ comparison }) => sayP(comparison?.pHolm ?? comparison?.p ?? null),
    },
    {
      title: 'verdict',
      align: 'left',
      cell: ({ comparison }) =>
        comparison === null ? style.dim('baseline') : paintWord(comparison.verdict, style),
    },
  ];
}

/** What the mark and the signs of the table mean. */
export function explainCandidates(answer: JudgeAnswer): string {
  const { test, candidates } = answer;
  const { sign, name } = pickSpread(candidates);
  const left = candidates.length - MOST_CANDIDATES_SHOWN;
  const parts = [
    ...(sign === '' ? [] : [`${sign} is the ${name}`]),
    'take is the choice',
    `differences are from ${showCut(test.baseline)}, with their intervals`,
    ...(countTested(answer) > 1
      ? ['intervals, p and verdicts are adjusted for the number of candidates']
      : []),
    ...(left > 0 ? [`${formatCount(left, 'more candidate')}: --json has all`] : []),
  ];
  return `${parts.join('; ')}.`;
}

/** "rmse ± se". */
function titleMean({ candidates, test }: JudgeAnswer): string {
  const { sign } = pickSpread(candidates);
  return `${showCut(test.label)}${sign === '' ? '' : ` ${sign}`}`;
}

function countTested({ candidates }: JudgeAnswer): number {
  return candidates.filter(({ comparison }) => typeof comparison?.pHolm === 'number').length;
}

/** A name as one can see it, and no longer than a line has room for. */
function showCut(name: string): string {
  const shown = showName(name);
  return shown.length > MOST_NAME ? `${shown.slice(0, MOST_NAME - 3)}...` : shown;
}

/** The standard error where every candidate with a mean has one, else the standard deviation, else nothing. */
function pickSpread(candidates: readonly JudgedCandidate[]) {
  const scored = candidates.filter(({ mean }) => mean !== null);
  const has = (key: 'se' | 'sd') => scored.length > 0 && scored.every((each) => each[key] !== null);
  if (has('se')) return { key: 'se', sign: '± se', name: 'standard error of the mean' } as const;
  if (has('sd')) return { key: 'sd', sign: '± sd', name: 'standard deviation over the pairs' } as const;
  return { key: null, sign: '', name: '' } as const;
}

/** Means in as many decimals as their errors are worth, the same for every candidate. */
function createMeanCell({ candidates }: JudgeAnswer): (candidate: JudgedCandidate) => string {
  const { key } = pickSpread(candidates);
  const errors = candidates
    .map((each) => (key === null ? null : each[key]))
    .filter((error): error is number => error !== null && error > 0)
    .toSorted((a, b) => a - b);
  const decimals = countDecimals(errors[Math.floor(errors.length / 2)] ?? 0);
  const show = (value: number) => (Math.abs(value) < 1e7 ? value.toFixed(decimals) : value.toExponential(2));
  return (candidate) => {
    const { mean, values } = candidate;
    if (mean === null)
      return `no score in ${values.filter((value) => value === null).length}/${values.length}`;
    const error = key === null ? null : candidate[key];
    return error === null ? show(mean) : `${show(mean)} ± ${show(error)}`;
  };
}

/** "-16 % (-19 to -12 %)": as a share of the baseline's mean for errors, else an amount. */
export function sayDifference(
  comparison: JudgedCandidate['comparison'],
  { baselineMean }: JudgeAnswer['test'],
): string {
  if (comparison === null) return '';
  const isShare = comparison.relative !== null && baselineMean !== null && baselineMean !== 0;
  return showDifference(roundOff(comparison), isShare ? 1 / baselineMean : null);
}

/** Sums of decimals differ in their last bits where the scores do not. */
function roundOff({ difference, interval }: Pick<Judgement, 'difference' | 'interval'>) {
  const size = interval === null ? 0 : Math.max(...interval.map(Math.abs));
  const isNothing = difference !== null && Math.abs(difference) < 1e-12 * size;
  return { difference: isNothing ? 0 : difference, interval };
}

/** Smaller ones say nothing more. */
const LEAST_P = 0.0001;

function sayP(p: number | null): string {
  if (p === null) return '';
  return p < LEAST_P ? `<${LEAST_P}` : String(Number(p.toPrecision(2)));
}
