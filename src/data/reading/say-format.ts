import { describeValue } from '../../errors.ts';
import { formatCount } from '../../words/amounts.ts';
import type { TableFormat } from '../table.ts';

const SEPARATORS = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' } as const;
const WHY = {
  'counts rows': 'it counts the rows',
  'names rows': 'it names the rows',
  'is empty': 'it is empty',
};

/** How a CSV text was taken apart, a sentence each: `Cells are separated by semicolons.` */
export function sayFormat({ delimiter, skippedLines, hasHeader, leftOut }: TableFormat): string[] {
  const said = [`Cells are separated by ${SEPARATORS[delimiter]}.`];
  if (skippedLines > 0) {
    const above = hasHeader ? 'the line of names' : 'the rows';
    const [lines, are] = [formatCount(skippedLines, 'line'), skippedLines === 1 ? 'is' : 'are'];
    said.push(`${lines} above ${above} ${are} skipped.`);
  }
  for (const { name, position, why } of leftOut) {
    const which = name ? `Column ${describeValue(name)}` : `Column ${position + 1}, which has no name,`;
    said.push(`${which} is left out: ${WHY[why]}.`);
  }
  if (!hasHeader) said.push('No line names the columns: they are x1 to xp, and the last is y.');
  return said;
}
