import { showUnseen } from '../../errors.ts';
import type { TableColumn } from '../terminal/table.ts';

/**
 * A text as Markdown shows it letter by letter: names of columns and files hold anything. An underscore within a word
 * means nothing there.
 */
export function escapeMarkdown(text: string): string {
  return showUnseen(text)
    .replace(/[\\`*<[\]|]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/&(?=[#\w]+;)/g, '\\&');
}

/** A text as code within a line. */
export function writeCode(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const pad = /^`|`$/.test(text) ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** A table of Markdown, which GitHub and most others read. */
export function writeMarkdownTable<Row>(columns: readonly TableColumn<Row>[], rows: readonly Row[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return [
    line(columns.map(({ title }) => escapeMarkdown(title))),
    line(columns.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...rows.map((row) => line(columns.map(({ cell }) => escapeMarkdown(cell(row).replaceAll('\n', ' '))))),
  ].join('');
}
