import { findChange } from './change.ts';

/** A line of a diff. What differs within it stands between the places `from` and `to`. */
export interface DiffLine {
  readonly kind: 'same' | 'old' | 'new';
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** Two versions of a few lines, without the indentation that all of them share. */
export function diffLines(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const indent = measureIndent([...before, ...after]);
  const [old, fresh] = [before, after].map((lines) => lines.map((line) => line.slice(indent)));
  const diff: DiffLine[] = [];
  let [i, j] = [0, 0];
  for (const [a, b] of [...findSame(old, fresh), [old.length, fresh.length]]) {
    diff.push(...tellRun(old.slice(i, a), fresh.slice(j, b)));
    if (a < old.length) diff.push({ kind: 'same', text: old[a], from: 0, to: 0 });
    [i, j] = [a + 1, b + 1];
  }
  return diff;
}

/** Lines that give way to others; where they are as many, what differs within each. */
function tellRun(old: readonly string[], fresh: readonly string[]): readonly DiffLine[] {
  const isPaired = old.length === fresh.length;
  const tell = (kind: 'old' | 'new', lines: readonly string[], others: readonly string[]) =>
    lines.map((text, i): DiffLine => {
      if (!isPaired) return { kind, text, from: 0, to: 0 };
      const { from, to } = findChange(text, others[i]);
      return { kind, text, from, to };
    });
  return [...tell('old', old, fresh), ...tell('new', fresh, old)];
}

function measureIndent(lines: readonly string[]): number {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^[ \t]*/.exec(line)?.[0] ?? '');
  const [first = '', ...others] = indents;
  let length = first.length;
  for (const other of others) {
    while (!other.startsWith(first.slice(0, length))) length--;
  }
  return length;
}

/** The lines that both have, as pairs of places in order: the longest such row. */
function findSame(old: readonly string[], fresh: readonly string[]): readonly (readonly [number, number])[] {
  const rest = Array.from({ length: old.length + 1 }, () => new Array<number>(fresh.length + 1).fill(0));
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = fresh.length - 1; j >= 0; j--) {
      rest[i][j] = old[i] === fresh[j] ? rest[i + 1][j + 1] + 1 : Math.max(rest[i + 1][j], rest[i][j + 1]);
    }
  }
  const same: [number, number][] = [];
  for (let [i, j] = [0, 0]; i < old.length && j < fresh.length; ) {
    if (old[i] === fresh[j]) same.push([i++, j++]);
    else if (rest[i + 1][j] >= rest[i][j + 1]) i++;
    else j++;
  }
  return same;
}
