import { METRIC_KINDS } from '../../recipe/metrics.ts';
import type { Reference, Report } from '../../report/schema.ts';
import { sayLambda } from '../../words/lambdas.ts';
import { nameReference } from '../../words/references.ts';
import { createMetricCell, showDifference, titleMetric } from './lambda-table.ts';
import type { Style } from './style.ts';
import { countColumns, drawBlocks, drawTable, type TableColumn } from './table.ts';
import { wrapText } from './wrap.ts';

/** What the chosen network is up against: a row for each reference, or a block where the terminal is too narrow. */
export function drawReferenceTable(report: Report, width: number, style: Style): string[] {
  const { references } = report;
  const all = listReferenceColumns(report);
  const lines = drawTable(all, references, style);
  if (lines.every((line) => countColumns(line) <= width)) return lines;
  const [name, ...columns] = all;
  return [...wrapText(name.title, width), ...drawBlocks(name.cell, columns, references, { width, style })];
}

/** Each reference by its name, below what it is compared with, and what was found of it. */
export function listReferenceColumns(report: Report): [TableColumn<Reference>, ...TableColumn<Reference>[]] {
  const { choice, data } = report;
  const showMetric = createMetricCell(report);
  const title = choice.lambda === null ? 'reference' : `against lambda = ${sayLambda(choice.lambda)}`;
  return [
    { title, align: 'left', cell: ({ name }) => nameReference(name, data.task) },
    { title: titleMetric(report), align: 'right', cell: (row) => showMetric({ ...row, diverged: [] }) },
    { title: 'difference (interval)', short: 'difference', align: 'left', cell: describeDifference },
    { title: 'verdict', align: 'left', cell: ({ comparison }) => comparison?.verdict ?? 'not tested' },
  ];
}

/** Whose verdicts these are, and why some have none. */
export function explainReferences(report: Report): string {
  const { references, test } = report;
  const reasons = new Set(references.flatMap(({ reason }) => reason ?? []));
  const isJudged = references.some(({ comparison }) => comparison !== null);
  const good = METRIC_KINDS[test.metric].higherIsBetter ? 'higher' : 'lower';
  const parts = [
    ...(isJudged ? [`differences and verdicts are those of the reference, ${good} is better`] : []),
    ...(reasons.size === 0 ? [] : [`not tested: ${[...reasons].join('; ')}`]),
  ];
  return parts.length === 0 ? '' : `${parts.join('; ')}.`;
}

/** As a share of the network's mean for errors, else an amount. */
function describeDifference({ comparison }: Reference): string {
  if (comparison === null) return '';
  const { difference, relative } = comparison;
  return showDifference(comparison, difference && relative && relative / difference);
}
