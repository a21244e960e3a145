import { writeCells } from '../../data/doors/write-csv.ts';
import type { JudgeAnswer, JudgedCandidate } from '../../judge/answer.ts';
import type { JudgeFinding } from '../../judge/findings/finding.ts';
import { formatJudgeFlags, speakJudgeFlags } from '../input/judge-options.ts';
import {
  explainCandidates,
  listCandidateColumns,
  MOST_CANDIDATES_SHOWN,
} from '../terminal/candidate-table.ts';
import { type JudgeOccasion, listMore, sayReading } from '../terminal/format-judgement.ts';
import { createStyle } from '../terminal/style.ts';
import { escapeMarkdown, writeCode, writeMarkdownTable } from './markdown.ts';

const PLAIN = createStyle(false);

/** An answer as Markdown, fit for an issue or a pull request. */
export function writeMarkdownJudgement(
  answer: JudgeAnswer,
  { source }: Pick<JudgeOccasion, 'source'>,
): string {
  const { headline, advice, findings, candidates, version } = answer;
  const shown = candidates.slice(0, MOST_CANDIDATES_SHOWN);
  const sections = [
    `**${escapeMarkdown(headline)}**\n`,
    listItems(advice.map(speakJudgeFlags)),
    writeMarkdownTable(listCandidateColumns(answer, PLAIN), shown),
    `${escapeMarkdown(explainCandidates(answer))}\n`,
    listItems(listMore(answer)),
    findings.length === 0 ? '' : `Findings:\n\n${findings.map(writeFinding).join('')}`,
    `${escapeMarkdown(`${sayReading(answer, source)} (absum ${version})`)}\n`,
  ];
  return sections.filter((section) => section !== '').join('\n');
}

function listItems(sentences: readonly string[]): string {
  return sentences.map((sentence) => `- ${escapeMarkdown(sentence)}\n`).join('');
}

function writeFinding({ severity, code, message, next }: JudgeFinding): string {
  const flags = next === null ? null : formatJudgeFlags(next);
  const way = flags === null ? '' : ` Try ${writeCode(flags)}.`;
  return `- **${severity}** ${writeCode(code)}: ${escapeMarkdown(speakJudgeFlags(message))}${way}\n`;
}

type Column = [title: string, read: (row: JudgedCandidate) => string | number | boolean | null | undefined];

const COLUMNS: readonly Column[] = [
  ['candidate', ({ name }) => name],
  ['mean', ({ mean }) => mean],
  ['sd', ({ sd }) => sd],
  ['se', ({ se }) => se],
  ['pairs', ({ values }) => values.filter((value) => value !== null).length],
  ['verdict', ({ comparison }) => comparison?.verdict],
  ['difference', ({ comparison }) => comparison?.difference],
  ['relative', ({ comparison }) => comparison?.relative],
  ['interval low', ({ comparison }) => comparison?.interval?.[0]],
  ['interval high', ({ comparison }) => comparison?.interval?.[1]],
  ['level', ({ comparison }) => comparison?.level],
  ['p', ({ comparison }) => comparison?.p],
  ['pHolm', ({ comparison }) => comparison?.pHolm],
  ['better', ({ comparison }) => comparison?.probability?.better],
  ['equivalent', ({ comparison }) => comparison?.probability?.equivalent],
  ['worse', ({ comparison }) => comparison?.probability?.worse],
  ['detectable', ({ comparison }) => comparison?.detectable],
  ['gate better', ({ gate }) => gate?.better],
  ['gate not-worse', ({ gate }) => gate?.notWorse],
  ['harm', ({ gate }) => gate?.harm],
];

/** A row for each candidate, in full precision. */
export function writeJudgementCsv({ candidates }: JudgeAnswer): string {
  const write = (value: ReturnType<Column[1]>) =>
    typeof value === 'boolean' ? String(value) : (value ?? null);
  return writeCells(
    COLUMNS.map(([title]) => title),
    candidates.map((row) => COLUMNS.map(([, read]) => write(read(row)))),
  );
}
