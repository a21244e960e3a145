import type { Advice } from '../../report/advice/advice.ts';
import type { Finding } from '../../report/findings/finding.ts';
import type { Report } from '../../report/schema.ts';
import { describeCost, describeRun, GOALS, type Occasion } from '../terminal/format-report.ts';
import { explainTable, listLambdaColumns } from '../terminal/lambda-table.ts';
import { formatNextFlags, speakFlags } from '../terminal/next-flags.ts';
import { sayReading } from '../terminal/reading-words.ts';
import { explainReferences, listReferenceColumns } from '../terminal/reference-table.ts';
import { createStyle } from '../terminal/style.ts';
import { escapeMarkdown, writeCode, writeMarkdownTable } from './markdown.ts';

const PLAIN = createStyle(false);

/** A report as Markdown, fit for an issue or a pull request: the answer, what to do, the tables and the findings. */
export function writeMarkdownReport(report: Report, occasion: Omit<Occasion, 'width' | 'style'>): string {
  const { headline, advice, findings, lambdas, references, refit, data, version } = report;
  const run = [describeRun(report, occasion), sayReading(data.reading)].filter((text) => text !== '');
  const sections = [
    `**${escapeMarkdown(headline)}**\n`,
    advice.map(writeAdvice).join(''),
    writeMarkdownTable(listLambdaColumns(report, PLAIN), lambdas),
    writeText(explainTable(report)),
    writeMarkdownTable(listReferenceColumns(report), references),
    writeText(explainReferences(report)),
    findings.length === 0 ? '' : `Findings:\n\n${findings.map(writeFinding).join('')}`,
    writeText(refit?.sentence ?? ''),
    writeText(`${run.join(' ')} (${describeCost(report, occasion)}; absum ${version})`),
  ];
  return sections.filter((section) => section !== '').join('\n');
}

function writeText(text: string): string {
  return text === '' ? '' : `${escapeMarkdown(text)}\n`;
}

function writeAdvice({ goal, sentence, next }: Advice): string {
  return `- ${GOALS[goal]}: ${escapeMarkdown(sentence)}${writeNext(next)}\n`;
}

function writeFinding({ severity, code, message, next }: Finding): string {
  return `- **${severity}** ${writeCode(code)}: ${escapeMarkdown(speakFlags(message))}${writeNext(next)}\n`;
}

/** What to add to the command, where options can say it. */
function writeNext(next: Finding['next']): string {
  const flags = next === null ? null : formatNextFlags(next);
  return flags === null ? '' : ` Try ${writeCode(flags)}.`;
}
