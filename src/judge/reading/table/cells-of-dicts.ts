import { ITEMS_A_SLICE, type Sliced } from '../../../sliced.ts';
import type { ScoreCell, ScoreColumn, ScoreTable } from './table.ts';
import { plainName, wordSet } from './words.ts';

// Cells that hold the settings of a run all together, as JSON or as Python writes its dicts.

/**
 * `params` of scikit-learn's cv_results_; `config` and `summary` as the guide of W&B's public API puts them into a table
 * ("Export data": a column each for summary, config and name).
 */
const DICTS = wordSet('params config summary');
/** More names in one table's cells would cost more than they say. */
const MOST_NAMES = 2000;
const MOST_DEPTH = 3;

/** Puts a column for each name in the place of such columns: `config.lr`. Columns that hold anything else stay. */
export function* spreadingDicts(table: ScoreTable): Sliced<ScoreTable> {
  if (!table.columns.some(({ name }) => DICTS.has(plainName(name)))) return table;
  const columns: ScoreColumn[] = [];
  const origins: number[] = [];
  for (const [c, column] of table.columns.entries()) {
    const spread = DICTS.has(plainName(column.name)) ? yield* spreading(column) : null;
    for (const each of spread ?? [column]) {
      columns.push(each);
      origins.push(c);
    }
  }
  return { ...table, columns, placeOfCell: (line, column) => table.placeOfCell(line, origins[column]) };
}

function* spreading({ name, cells }: ScoreColumn): Sliced<ScoreColumn[] | null> {
  const found = new Map<string, ScoreCell[]>();
  let items = 0;
  for (let line = 0; line < cells.length; line++) {
    const cell = cells[line];
    if (cell === null || cell === '') continue;
    const entries = new Map<string, ScoreCell>();
    const value = typeof cell === 'string' ? parseLiteral(cell) : cell;
    if (!collect(value, '', entries, 0)) return null;
    items += typeof cell === 'string' ? cell.length : entries.size;
    for (const [key, entry] of entries) {
      let column = found.get(key);
      if (column === undefined) {
        if (found.size === MOST_NAMES) return null;
        column = new Array<ScoreCell>(cells.length).fill(null);
        items += cells.length;
        found.set(key, column);
      }
      column[line] = entry;
    }
    if (items < ITEMS_A_SLICE) continue;
    yield items;
    items = 0;
  }
  if (found.size === 0) return null;
  return [...found].map(([key, column]) => ({ name: `${name}.${key}`, cells: column }));
}

/** Takes the entries of a dict, and those of dicts in it by names such as `optimizer.lr`; false if it is none. */
function collect(value: unknown, prefix: string, entries: Map<string, ScoreCell>, depth: number): boolean {
  const pairs = value instanceof Map ? [...value] : isPlain(value) ? Object.entries(value) : null;
  if (pairs === null) return false;
  for (const [key, entry] of pairs) {
    const name = `${prefix}${key}`;
    if (depth < MOST_DEPTH && collect(entry, `${name}.`, entries, depth + 1)) continue;
    entries.set(name, toCell(entry));
  }
  return true;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

function toCell(value: unknown): ScoreCell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
  return JSON.stringify(value) ?? null;
}

const NUMBER = /[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?(?:nan|inf|NaN|Infinity)\b/y;
const WORD = /[A-Za-z_][\w.]*/y;
const BLANKS = /\s*/y;
const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['True', true],
  ['true', true],
  ['False', false],
  ['false', false],
  ['None', null],
  ['null', null],
]);

/** A dict as Python or JSON writes it, as a map; null for any other text. Lists and calls stay the texts that they are. */
function parseLiteral(text: string): unknown {
  const reader = new LiteralReader(text.trim());
  const value = reader.isAtDict() ? reader.readValue(0) : null;
  return reader.isAtEnd() ? value : null;
}

class LiteralReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  isAtDict(): boolean {
    return this.#text[this.#at] === '{';
  }

  isAtEnd(): boolean {
    this.#match(BLANKS);
    return this.#at === this.#text.length;
  }

  /** Undefined where there is no value; then the reader stands before the end. */
  readValue(depth: number): unknown {
    this.#match(BLANKS);
    const start = this.#text[this.#at];
    if (start === '{' && depth <= MOST_DEPTH) return this.#readDict(depth);
    if (start === '"' || start === "'") return this.#readText();
    const number = this.#match(NUMBER);
    if (number !== null && this.#isAtStop()) return /[a-z]{3}/i.test(number) ? number : Number(number);
    this.#at -= number?.length ?? 0;
    const from = this.#at;
    const word = this.#match(WORD);
    if (word !== null && WORDS.has(word) && this.#isAtStop()) return WORDS.get(word);
    this.#at = from;
    return this.#readOther();
  }

  #readDict(depth: number): Map<string, unknown> | undefined {
    const entries = new Map<string, unknown>();
    this.#at += 1;
    for (;;) {
      this.#match(BLANKS);
      if (this.#take('}')) return entries;
      const key = this.readValue(MOST_DEPTH + 1);
      this.#match(BLANKS);
      if (key === undefined || !this.#take(':')) return undefined;
      const value = this.readValue(depth + 1);
      if (value === undefined) return undefined;
      entries.set(String(key), value);
      this.#match(BLANKS);
      if (!this.#take(',') && this.#text[this.#at] !== '}') return undefined;
    }
  }

  #readText(): string | undefined {
    const quote = this.#text[this.#at];
    let read = '';
    for (let at = this.#at + 1; at < this.#text.length; at++) {
      const character = this.#text[at];
      if (character === quote) {
        this.#at = at + 1;
        return read;
      }
      if (character === '\\') at += 1;
      read += this.#text[at] ?? '';
    }
    return undefined;
  }

  /** A list, a tuple or a call, up to the comma, colon or brace that is outside its brackets. */
  #readOther(): string | undefined {
    const from = this.#at;
    let open = 0;
    for (; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at];
      if (character === '"' || character === "'") {
        if (this.#readText() === undefined) return undefined;
        this.#at -= 1;
      } else if (open === 0 && (character === ',' || character === ':' || character === '}')) break;
      else if ('([{<'.includes(character)) open += 1;
      else if (')]}>'.includes(character)) open -= 1;
    }
    return this.#at === from ? undefined : this.#text.slice(from, this.#at).trim();
  }

  #isAtStop(): boolean {
    this.#match(BLANKS);
    return this.#at === this.#text.length || ',:}'.includes(this.#text[this.#at]);
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const [found] = pattern.exec(this.#text) ?? [null];
    this.#at += found?.length ?? 0;
    return found;
  }
}
