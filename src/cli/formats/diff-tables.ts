import type { CommonLambda, ReportDiff } from '../../report/diff/diff.ts';
import { type DiffNames, listAll, listFieldColumns, listLambdaColumns } from './diff-columns.ts';
import { explainLambdas } from './diff-text.ts';
import { escapeMarkdown, writeMarkdownTable } from './markdown.ts';

/** Two reports as Markdown, fit for an issue or a pull request. */
export function writeMarkdownDiff(diff: ReportDiff, given: DiffNames): string {
  const { names } = given;
  const answer = `**${escapeMarkdown(diff.sentence)}**\n`;
  if (diff.same) return answer;
  const differences = listAll(diff);
  const explained = explainLambdas(diff, names);
  const sections = [
    answer,
    ...diff.notes.map((note) => `${escapeMarkdown(note)}\n`),
    `- ${escapeMarkdown(`${names.a}: ${diff.headlines.a}`)}\n- ${escapeMarkdown(`${names.b}: ${diff.headlines.b}`)}\n`,
    ...(differences.length === 0 ? [] : [writeMarkdownTable(listFieldColumns(given), differences)]),
    ...(diff.lambdas.length === 0 ? [] : [writeMarkdownTable(listLambdaColumns(diff, given), diff.lambdas)]),
    ...(explained === '' ? [] : [`${escapeMarkdown(explained)}\n`]),
  ];
  return sections.join('\n');
}

/** The lambdas of both reports as a table for other programs; `a` is the first report, `b` the second. */
export function tabulateDiff({ lambdas }: ReportDiff) {
  const columns: [title: string, read: (row: CommonLambda) => string | number | null | undefined][] = [
    ['lambda', ({ lambda }) => lambda],
    ['a mean', ({ a }) => a.mean],
    ['a se', ({ a }) => a.se],
    ['a verdict', ({ a }) => a.verdict],
    ['b mean', ({ b }) => b.mean],
    ['b se', ({ b }) => b.se],
    ['b verdict', ({ b }) => b.verdict],
    ['same', ({ same }) => String(same)],
    ['verdict', ({ comparison }) => comparison?.verdict],
    ['difference', ({ comparison }) => comparison?.difference],
    ['relative', ({ comparison }) => comparison?.relative],
    ['interval low', ({ comparison }) => comparison?.interval?.[0]],
    ['interval high', ({ comparison }) => comparison?.interval?.[1]],
    ['level', ({ comparison }) => comparison?.level],
    ['p', ({ comparison }) => comparison?.p],
    ['pHolm', ({ comparison }) => comparison?.pHolm],
  ];
  return {
    header: columns.map(([title]) => title),
    rows: lambdas.map((row) => columns.map(([, read]) => read(row) ?? null)),
  };
}
