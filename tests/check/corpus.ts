import { readdirSync, readFileSync } from 'node:fs';
import type { Fault } from '../../src/check/answer.ts';
import { FAULT_CODES, type FaultCode } from '../../src/check/faults/codes.ts';

// The loops of fixtures/loops, for tests and for `npm run check-cases`.

/** A fault that is really there, or one that a check saw. */
export type Mark = Pick<Fault, 'code' | 'cell' | 'line'>;

export interface Loop {
  /** Its file, such as `wrong/one-seed.py`. */
  readonly name: string;
  readonly isRight: boolean;
  /** What a check reads: the marks are cut off. */
  readonly text: string;
  /** The faults that the file marks, in the order of its lines. */
  readonly marks: readonly Mark[];
}

/** What a check made of a loop. */
export interface Outcome {
  readonly hits: readonly Mark[];
  readonly misses: readonly Mark[];
  readonly falseAlarms: readonly Mark[];
}

const FOLDER = new URL('../../fixtures/loops/', import.meta.url);
const MARK = /[ \t]*# fault: (.*)$/;

/** All loops: the right ones first, by their names. */
export function readLoops(): Loop[] {
  return ['right', 'wrong'].flatMap((kind) =>
    readdirSync(new URL(kind, FOLDER))
      .filter((file) => /\.(py|ipynb)$/.test(file))
      .sort()
      .map((file) => readLoop(`${kind}/${file}`)),
  );
}

/** @param name file in fixtures/loops */
export function readLoop(name: string): Loop {
  const whole = readFileSync(new URL(name, FOLDER), 'utf8');
  const { text, marks } = name.endsWith('.ipynb') ? cutNotebook(whole, name) : cutMarks(whole, null, name);
  return { name, isRight: name.startsWith('right/'), text, marks };
}

/** The script of a loop, or the code of its notebook's cells. */
export function sourceOf({ name, text }: Pick<Loop, 'name' | 'text'>): string {
  if (!name.endsWith('.ipynb')) return text;
  const { cells } = JSON.parse(text) as Notebook;
  return cells
    .filter(({ cell_type }) => cell_type === 'code')
    .map(({ source }) => source.join(''))
    .join('\n');
}

/** Compares the faults that a check saw with those that are marked. */
export function weigh({ marks }: Pick<Loop, 'marks'>, faults: readonly Mark[]): Outcome {
  const open = [...marks];
  const hits: Mark[] = [];
  const falseAlarms: Mark[] = [];
  for (const fault of faults) {
    const at = open.findIndex((mark) => nameMark(mark) === nameMark(fault));
    if (at < 0) falseAlarms.push(fault);
    else hits.push(...open.splice(at, 1));
  }
  return { hits, misses: open, falseAlarms };
}

/** Such as `12 one-seed`, or `cell 3, 12 one-seed`. */
export function nameMark({ cell, line, code }: Mark): string {
  return `${cell === null ? '' : `cell ${cell}, `}${line} ${code}`;
}

interface Notebook {
  readonly cells: readonly { readonly cell_type: string; source: string[] }[];
}

function cutNotebook(whole: string, name: string): Pick<Loop, 'text' | 'marks'> {
  const notebook = JSON.parse(whole) as Notebook;
  const marks: Mark[] = [];
  for (const [i, cell] of notebook.cells.entries()) {
    const cut = cutMarks(cell.source.join(''), i + 1, name);
    cell.source = cut.text.split(/(?<=\n)/);
    marks.push(...cut.marks);
  }
  return { text: JSON.stringify(notebook), marks };
}

function cutMarks(source: string, cell: number | null, name: string): Pick<Loop, 'text' | 'marks'> {
  const marks: Mark[] = [];
  const lines = source.split('\n').map((whole, i) => {
    const found = MARK.exec(whole);
    if (found === null) return whole;
    for (const code of found[1].split(', ')) marks.push({ cell, line: i + 1, code: readCode(code, name) });
    return whole.slice(0, found.index);
  });
  return { text: lines.join('\n'), marks };
}

function readCode(code: string, name: string): FaultCode {
  const known = FAULT_CODES.find((one) => one === code);
  if (known === undefined) throw new Error(`${name}: no fault is called ${code}`);
  return known;
}
