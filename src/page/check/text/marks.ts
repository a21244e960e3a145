import type { Fault } from '../../../check/answer.ts';
import { FAULT_LEVELS, type FaultSeverity } from '../../../check/faults/codes.ts';
import { locateLine, readCells } from './notebook.ts';

/** What a severity is called, and its sign. */
export const WORDS: Readonly<Record<FaultSeverity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};
export const MARKS: Readonly<Record<FaultSeverity, string>> = { error: '\u2715', warning: '!', info: 'i' };

/** A fault, with the line of the text on which it stands. */
export interface PlacedFault {
  readonly id: string;
  readonly fault: Fault;
  readonly line: number;
}

/** A line with faults. */
export interface Mark {
  /** Of the first of them. */
  readonly id: string;
  readonly line: number;
  readonly endLine: number;
  /** The worst. */
  readonly severity: FaultSeverity;
  readonly title: string;
}

export function placeFaults(text: string, faults: readonly Fault[]): readonly PlacedFault[] {
  const cells = readCells(text);
  return faults.map((fault, i) => ({ id: `check-fault-${i}`, fault, line: locateLine(cells, fault) }));
}

/** One mark for each line, however many faults begin there. */
export function markLines(placed: readonly PlacedFault[]): readonly Mark[] {
  const marks = new Map<number, Mark>();
  for (const { id, fault, line } of placed) {
    const { severity, code } = fault;
    const endLine = line + fault.endLine - fault.line;
    const title = `${WORDS[severity]}: ${code}`;
    const before = marks.get(line);
    marks.set(
      line,
      before === undefined
        ? { id, line, endLine, severity, title }
        : {
            ...before,
            endLine: Math.max(before.endLine, endLine),
            severity: worse(before.severity, severity),
            title: `${before.title}\n${title}`,
          },
    );
  }
  return [...marks.values()];
}

function worse(a: FaultSeverity, b: FaultSeverity): FaultSeverity {
  return FAULT_LEVELS.indexOf(a) < FAULT_LEVELS.indexOf(b) ? a : b;
}
