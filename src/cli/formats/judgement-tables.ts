import type { JudgeAnswer } from '../../judge/answer.ts';
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
