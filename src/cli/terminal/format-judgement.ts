import { showName } from '../../data/reading/say-format.ts';
import { showUnseen } from '../../errors.ts';
import type { JudgeAnswer, JudgedCandidate } from '../../judge/answer.ts';
import type { JudgeFinding } from '../../judge/findings/finding.ts';
import { formatCount } from '../../words/amounts.ts';
import { joinWords, listFirst } from '../../words/lists.ts';
import { formatJudgeFlags, speakJudgeFlags } from '../input/judge-options.ts';
import { drawCandidates, explainCandidates } from './candidate-table.ts';
import type { Style } from './style.ts';
import { wrapText } from './wrap.ts';

/** What is printed with the answer of a judge and does not come from it. */
export interface JudgeOccasion {
  /** What the scores are called: the file, or what stands for it. */
  readonly source: string;
  /** Files that were written. */
  readonly written: readonly string[];
  /** Columns of the terminal. */
  readonly width: number;
  readonly style: Style;
}

/** An answer for people: the verdict, what to do, a table, how much more it takes, findings, and how it was read. */
export function formatJudgement(
  answer: JudgeAnswer,
  { source, written, width, style }: JudgeOccasion,
): string {
  const sections = [
    wrapText(showUnseen(answer.headline), width).map(style.bold),
    answer.advice.flatMap((sentence) => wrapText(showUnseen(speakJudgeFlags(sentence)), width, '  ')),
    drawCandidates(answer, width, style),
    wrapText(explainCandidates(answer), width).map(style.dim),
    listMore(answer).flatMap((text) => wrapText(text, width, '  ')),
    answer.findings.flatMap((finding) => formatFinding(finding, width, style)),
    written.length === 0 ? [] : wrapText(`Wrote ${written.join(', ')}.`, width),
    wrapText(sayReading(answer, source), width).map(style.dim),
  ];
  return `${sections
    .filter((lines) => lines.some((line) => line !== ''))
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** Longer lists help nobody to choose what to run next. */
const MOST_SENTENCES = 5;

/** What it would take to see more of each candidate, where the advice does not say so. */
export function listMore({ candidates, advice }: JudgeAnswer): string[] {
  const open = candidates.flatMap(({ name, more, comparison }: JudgedCandidate) =>
    more === null || comparison?.verdict !== 'undecided' || advice.includes(more.sentence)
      ? []
      : [`${showName(name)}: ${more.sentence}`],
  );
  const left = open.length - MOST_SENTENCES;
  return left > 0
    ? [...open.slice(0, MOST_SENTENCES), `${formatCount(left, 'more candidate')}: --json has all.`]
    : open;
}

/** "[warning] only-the-seed", the message below it, and what to try. */
function formatFinding(
  { severity, code, message, next }: JudgeFinding,
  width: number,
  style: Style,
): string[] {
  const paint = { error: style.red, warning: style.yellow, info: style.cyan }[severity];
  const flags = next === null ? null : formatJudgeFlags(next);
  return [
    `${paint(`[${severity}]`)} ${style.bold(code)}`,
    ...wrapText(`  ${showUnseen(speakJudgeFlags(message))}`, width, '  '),
    ...(flags === null ? [] : wrapText(`  try: ${flags}`, width, '    ').map(style.dim)),
  ];
}

/** What each form of scores is to people. */
const FORMS: Readonly<Record<JudgeAnswer['reading']['form'], string>> = {
  wide: 'a column of scores for each candidate',
  long: 'a row for each score',
  losses: 'a row for each loss of a row',
  runs: 'a row for each run',
  splits: 'a row for each candidate, with a column for each split',
  report: 'a report of absum',
};

/** "scores.csv: a row for each score; fold: "split". 3 candidates, 10 pairs (5 folds x 2), ..." */
export function sayReading({ reading, design, test, candidates }: JudgeAnswer, source: string): string {
  const { form, source: whose, columns, notes } = reading;
  const roles = Object.entries(columns).map(([role, names]) => `${role}: ${listFirst(names.map(showName))}`);
  const told = [`${FORMS[form]}${whose === undefined ? '' : `, as ${whose} writes it`}`, ...roles];
  const { pairs, folds, repeats } = design;
  const made =
    folds === undefined ? '' : ` (${formatCount(folds, 'fold')} x ${formatCount(repeats, 'repeat')})`;
  const size = `${formatCount(candidates.length, 'candidate')}, ${formatCount(pairs.length, 'pair')}${made}`;
  const bases = [...new Set(candidates.flatMap(({ comparison }) => comparison?.basis ?? []))];
  const from = bases.length === 0 ? '' : `; standard errors from ${joinWords(bases)}`;
  const how = `${size}; ${showName(test.label)}, of which ${test.direction} is better${from}`;
  return [
    `${source}: ${told.join('; ')}.`,
    `${how}.`,
    ...notes.map((note) => showUnseen(speakJudgeFlags(note))),
  ].join(' ');
}
