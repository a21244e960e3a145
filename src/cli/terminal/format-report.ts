import type { Advice } from '../../report/advice/advice.ts';
import type { Finding } from '../../report/findings/finding.ts';
import type { Report } from '../../report/schema.ts';
import { formatCount, formatSeconds, sayLeftOut } from '../../words/amounts.ts';
import { describeArithmetic } from '../../words/arithmetic.ts';
import { drawCurves } from './curve-lines.ts';
import { drawLambdaTable, explainTable } from './lambda-table.ts';
import { formatNextFlags, speakFlags } from './next-flags.ts';
import { sayReading } from './reading-words.ts';
import { drawReferenceTable, explainReferences } from './reference-table.ts';
import type { Style } from './style.ts';
import { wrapText } from './wrap.ts';

/** What is printed with the report and does not come from it. */
export interface Occasion {
  /** Columns of the terminal. */
  readonly width: number;
  readonly style: Style;
  /** Trials that were run; null where that is not known. */
  readonly trials: number | null;
  /** Null where it was not started here. */
  readonly seconds: number | null;
  /** The deployment that ran it. */
  readonly url?: string | undefined;
  /** Files that were written. */
  readonly written: readonly string[];
}

/** A report for people: what ran, the answer, what to do, a table, learning curves, findings, and what it took. */
export function formatReport(report: Report, occasion: Occasion): string {
  const { width, style } = occasion;
  const curves = drawCurves(report.lambdas, width, style);
  const sections = [
    [describeRun(report, occasion), sayReading(report.data.reading)]
      .filter((text) => text !== '')
      .flatMap((text) => wrapText(text, width)),
    wrapText(report.headline, width).map(style.bold),
    report.advice.flatMap((advice) => formatAdvice(advice, width, style)),
    drawLambdaTable(report, width, style),
    wrapText(explainTable(report), width).map(style.dim),
    drawReferenceTable(report, width, style),
    wrapText(explainReferences(report), width).map(style.dim),
    curves.length === 0
      ? []
      : [...wrapText('Mean validation data loss by epoch, on one scale:', width), ...curves],
    report.findings.flatMap((finding) => formatFinding(finding, width, style)),
    report.refit === undefined ? [] : wrapText(report.refit.sentence, width),
    occasion.written.length === 0 ? [] : wrapText(`Wrote ${occasion.written.join(', ')}.`, width),
    wrapText(describeCost(report, occasion), width).map(style.dim),
  ];
  return `${sections
    .filter((lines) => lines.some((line) => line !== ''))
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** The data, what was trained on them, and how. */
export function describeRun(
  { data, design, engine, arithmetic, method, grid }: Report,
  { trials, url }: Pick<Occasion, 'trials' | 'url'>,
): string {
  const search =
    grid === undefined || grid.trials === 0 ? '' : `, ${grid.trials} of them to find the lambdas`;
  return (
    `${formatCount(data.rows, 'row')}${sayLeftOut(data)}, ${formatCount(data.features.length, 'feature')}, target ${data.target}; ` +
    `${formatCount(design.pairs, 'pair')}, ${trials === null ? '' : `${formatCount(trials, 'trial')}${search}, `}engine ${engine}${describeArithmetic(arithmetic)}` +
    `${url === undefined ? '' : ` at ${url}`}. Method ${method.name}: ${method.reason}.`
  );
}

/** What it took, as far as that is known. */
export function describeCost(
  { cost }: Report,
  { trials, seconds }: Pick<Occasion, 'trials' | 'seconds'>,
): string {
  const parts = [
    ...(trials === null ? [] : [formatCount(trials, 'trial')]),
    formatCount(cost.steps, 'step'),
    ...(seconds === null ? [] : [formatSeconds(seconds)]),
  ];
  return parts.join(', ');
}

/** "[warning] dead-units", the message below it, and what to try; the severity is a word, so that it needs no colour. */
function formatFinding({ severity, code, message, next }: Finding, width: number, style: Style): string[] {
  const paint = { error: style.red, warning: style.yellow, info: style.cyan }[severity];
  const indent = '  ';
  return [
    `${paint(`[${severity}]`)} ${style.bold(code)}`,
    ...wrapText(indent + speakFlags(message), width, indent),
    ...formatNext(next, width, style),
  ];
}

/** How an advice begins. */
export const GOALS: Readonly<Record<Advice['goal'], string>> = {
  accuracy: 'For accuracy',
  size: 'For a small network',
  features: 'For few features',
};

/** "For accuracy: take lambda = 0.1 ...", and what to add to the command to run it. */
function formatAdvice({ goal, sentence, next }: Advice, width: number, style: Style): string[] {
  return [...wrapText(`${GOALS[goal]}: ${sentence}`, width, '  '), ...formatNext(next, width, style)];
}

/** "try: --epochs 200": what to add to the command, where options can say it. */
function formatNext(next: Finding['next'], width: number, style: Style): string[] {
  const flags = next === null ? null : formatNextFlags(next);
  return flags === null ? [] : wrapText(`  try: ${flags}`, width, '    ').map(style.dim);
}
