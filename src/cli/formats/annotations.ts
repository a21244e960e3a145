import type { Fault } from '../../check/answer.ts';
import { showUnseen } from '../../errors.ts';
import type { CheckedFile } from '../terminal/format-check.ts';

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice' } as const;

/**
 * Faults as the workflow commands of GitHub Actions, which shows each at its line of a pull request: a line for each,
 * `::error file=train.py,line=3,endLine=3,col=5,title=penalty-subtracted::...`.
 */
export function writeAnnotations(checked: readonly CheckedFile[]): string {
  return checked
    .flatMap(({ file, answer }) => answer.faults.map((fault) => `${annotate(file, fault)}\n`))
    .join('');
}

function annotate(
  file: string,
  { severity, code, cell, line, column, endLine, message, why }: Fault,
): string {
  // Lines of a cell are not those of the file.
  const place =
    cell === null
      ? { file, line, endLine, col: column, title: code }
      : { file, title: `${code}, cell ${cell}, line ${line}` };
  const properties = Object.entries(place).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${COMMANDS[severity]} ${properties.join(',')}::${escapeMessage(showUnseen(`${message} ${why}`))}`;
}

/** As actions/toolkit writes them, `packages/core/src/command.ts`. */
function escapeMessage(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
