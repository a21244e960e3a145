import { ITEMS_A_SLICE, type Sliced } from '../../sliced.ts';
import { type DecimalMark, parseNumber } from '../number-text.ts';
import type { Cell } from '../table.ts';
import type { AffixGroup } from './affixes.ts';
import type { Anatomy } from './anatomy.ts';
import type { Look, Looker } from './look.ts';
import { MarkClues, marksOf, readNumber, type Shape } from './marks.ts';

/** The numbers of a column that have the same before and after them. */
export interface NumberGroup extends AffixGroup {
  count: number;
  /** The first of them. */
  readonly row: number;
  readonly clues: MarkClues;
}

/** What numbers of a column may have in common: all but their digits. */
export type NumberKind = Omit<Anatomy, 'body' | 'exponent'> & { readonly shape: Shape };

/** What the cells of a column are at first sight. */
export interface Survey {
  /** Numbers where a cell is a plain one, or another whose marks can be read in one way; else null. */
  readonly values: Cell[];
  /** Rows of cells that are neither missing nor plain finite numbers. */
  readonly odd: number[];
  /** For each of these, of which of `kinds` it is; -1 where it is no number. */
  readonly kindOf: number[];
  readonly kinds: readonly NumberKind[];
  readonly missing: number;
  /** How missing values are written. */
  readonly missingAs: ReadonlySet<string>;
  /** Numbers by what stands before and after them; plain ones have the key "". */
  readonly groups: ReadonlyMap<string, NumberGroup>;
  /** How many cells are not missing and look so. */
  readonly counts: Readonly<Record<Exclude<Look['kind'], 'missing' | 'number'>, number>>;
}

const MOST_WRITINGS = 10;
/** Also of a whole number of this size: in thousands, it would have a mark. */
const THOUSAND = 1000;
const MOST_SMALL_DIGITS = 3;
const POINT_EITHER = /^[+-]?[1-9]\d{0,2}\.\d{3}$/;

/**
 * Looks at each cell once. Plain numbers, which most cells are, cost one regular expression and one conversion.
 *
 * @param decimal what the user stated; a point otherwise
 */
export function* surveying(
  cells: readonly Cell[],
  looker: Looker,
  { decimal, missingNumbers }: { decimal: DecimalMark | undefined; missingNumbers: ReadonlySet<number> },
): Sliced<Survey> {
  const values: Cell[] = new Array(cells.length).fill(null);
  const odd: number[] = [];
  const kindOf: number[] = [];
  const kinds = new Kinds();
  const missingAs = new Set<string>();
  const groups = new Map<string, NumberGroup>();
  const counts = { infinite: 0, censored: 0, marker: 0, text: 0 };
  const mark = decimal ?? '.';
  const plain = new PlainClues();
  let missing = 0;

  const miss = (text: string) => {
    missing += 1;
    if (missingAs.size < MOST_WRITINGS) missingAs.add(text);
  };

  for (let row = 0; row < cells.length; row++) {
    if (row % ITEMS_A_SLICE === ITEMS_A_SLICE - 1) yield ITEMS_A_SLICE;
    const cell = cells[row];
    const value = typeof cell === 'string' ? parseNumber(cell, mark) : cell;
    if (value !== null) {
      if (missingNumbers.has(value)) miss(String(cell).trim());
      else if (Number.isFinite(value)) {
        values[row] = value;
        plain.note(row, cell as string | number);
      } else if (Number.isNaN(value)) miss('NaN');
      else {
        odd.push(row);
        kindOf.push(-1);
        counts.infinite += 1;
      }
      continue;
    }
    if (cell === null) {
      miss('null');
      continue;
    }
    const text = cell as string;
    const look = looker.at(text);
    if (look.kind === 'missing') miss(text.trim());
    else {
      odd.push(row);
      if (look.kind === 'number') {
        join(groups, row, look);
        kindOf.push(kinds.find(look));
        if (look.shape.either === '') values[row] = readNumber(look.anatomy, marksOf(look.shape));
      } else {
        kindOf.push(-1);
        counts[look.kind] += 1;
      }
    }
  }
  plain.joinTo(groups);
  return { values, odd, kindOf, kinds: kinds.list, missing, missingAs, groups, counts };
}

/** Columns have few kinds of numbers; those beyond so many are looked at again. */
const MOST_KINDS = 64;

/** The kinds of a column's numbers. What they are made of is shared, so that equal parts are the same object. */
class Kinds {
  readonly list: NumberKind[] = [];
  #last = -1;

  /** The position of the kind of a number; -1 beyond the most. */
  find({ anatomy, shape }: Look & { kind: 'number' }): number {
    const { around, fortran, invisible } = anatomy;
    const is = (kind: NumberKind | undefined) =>
      kind?.around === around &&
      kind.shape === shape &&
      kind.fortran === fortran &&
      kind.invisible === invisible;
    if (is(this.list[this.#last])) return this.#last;
    this.#last = this.list.findIndex(is);
    if (this.#last === -1 && this.list.length < MOST_KINDS) {
      this.#last = this.list.push({ around, shape, fortran, invisible }) - 1;
    }
    return this.#last;
  }
}

function join(groups: Map<string, NumberGroup>, row: number, look: Look & { kind: 'number' }): void {
  const { anatomy, shape } = look;
  const { prefix, suffix, key } = anatomy.around;
  let group = groups.get(key);
  if (group === undefined) {
    group = { prefix, suffix, count: 0, row, clues: new MarkClues() };
    groups.set(key, group);
  }
  group.count += 1;
  group.clues.note(row, shape, anatomy.body);
}

/** What plain numbers say about marks, at a cost of little more than nothing for each. */
class PlainClues {
  #first = -1;
  #count = 0;
  #fraction = -1;
  #either = -1;
  #small = -1;
  #large = -1;

  note(row: number, cell: string | number): void {
    if (this.#count++ === 0) this.#first = row;
    // A fraction says that the point marks decimals, and nothing more is to be known.
    if (this.#fraction !== -1) return;
    if (typeof cell === 'number') {
      if (!Number.isInteger(cell)) this.#fraction = row;
      else if (Math.abs(cell) >= THOUSAND) this.#large = row;
      else if (this.#small === -1) this.#small = row;
    } else if (cell.includes('.')) {
      if (!POINT_EITHER.test(cell)) this.#fraction = row;
      else if (this.#either === -1) this.#either = row;
    } else if (cell.length > MOST_SMALL_DIGITS + Number(cell[0] === '-' || cell[0] === '+'))
      this.#large = row;
    else if (this.#small === -1) this.#small = row;
  }

  joinTo(groups: Map<string, NumberGroup>): void {
    if (this.#count === 0) return;
    const group = groups.get('');
    const clues = group?.clues ?? new MarkClues();
    clues.first('.fraction', this.#fraction);
    clues.first('.either', this.#either);
    clues.first('small', this.#small);
    clues.first('large', this.#large);
    const row = Math.min(this.#first, group?.row ?? this.#first);
    groups.set('', { prefix: '', suffix: '', count: this.#count + (group?.count ?? 0), row, clues });
  }
}
