import { ITEMS_A_SLICE, type Sliced } from '../../sliced.ts';
import { parseNumber } from '../number-text.ts';
import type { Cell } from '../table.ts';
import { keyOfAffixes } from './anatomy.ts';
import type { Look, Looker } from './look.ts';
import { fits, readNumber } from './marks.ts';
import type { Notation } from './reading.ts';
import type { NumberKind, Survey } from './survey.ts';

/** Cells that are no numbers in the column's notation. */
export interface Stray {
  readonly text: string;
  readonly kind: Look['kind'];
  /** The first of them. */
  readonly row: number;
  count: number;
}

/** The numbers of a column, read in one notation. */
export interface Conversion {
  readonly values: Cell[];
  readonly numbers: number;
  readonly notated: number;
  /** Different texts among the numbers, by text; the first of them, if there are very many. */
  readonly strays: readonly Stray[];
  /** How many cells they and those beyond them are. */
  readonly texts: number;
  /** The first cells beyond the range of a double. */
  readonly infinite: readonly number[];
  readonly removed: readonly string[];
  /** A number whose marks are those of the notation, and a plain one with a point that is not, where both are there. */
  readonly contrary: readonly number[];
  /** The first plain number whose point may mark thousands, where a comma marks decimals; -1 if there is none. */
  readonly open: number;
}

const MOST_STRAYS = 1000;
const MOST_ROWS = 5;

/** What was taken off or understood, in the order in which it is said. */
type Trait =
  | 'affixes'
  | 'thousands'
  | 'decimal'
  | 'parentheses'
  | 'minus'
  | 'fortran'
  | 'quotes'
  | 'invisible';

/**
 * Reads the cells that are not plain numbers in the notation of their column; all cells if a point is no decimal mark
 * there.
 *
 * @param alsoBare whether numbers without the affixes count too, and plain ones whatever the notation
 * @param stated whether the decimal mark is the user's word, so that a plain number with another is none
 */
export function* converting(
  cells: readonly Cell[],
  survey: Survey,
  looker: Looker,
  { notation, alsoBare, stated }: { notation: Notation; alsoBare: boolean; stated: boolean },
): Sliced<Conversion> {
  const { values, odd, kindOf, kinds } = survey;
  const key = keyOfAffixes(notation.prefix, notation.suffix);
  const plainToo = alsoBare || key === '';
  const again = notation.decimal === ',' && !stated;
  if (odd.length === 0 && !again && plainToo) {
    const numbers = survey.groups.get('')?.count ?? 0;
    const none = { strays: [], texts: 0, infinite: [], removed: [], contrary: [] };
    return { values, numbers, notated: 0, ...none, open: -1 };
  }
  const traits = new Set<Trait>();
  const strays = new Map<string, Stray>();
  const infinite: number[] = [];
  let [numbers, notated, texts] = [0, 0, 0];

  const stray = (row: number, text: string, kind: Look['kind']) => {
    texts += 1;
    values[row] = text;
    const known = strays.get(text);
    if (known !== undefined) known.count += 1;
    else if (strays.size < MOST_STRAYS) strays.set(text, { text, kind, row, count: 1 });
  };

  const noteInfinite = (row: number) => {
    if (infinite.length < MOST_ROWS) infinite.push(row);
  };

  let [marked, fallenBack, open, next] = [-1, -1, -1, 0];
  for (let row = 0; row < cells.length; row++) {
    if (row % ITEMS_A_SLICE === ITEMS_A_SLICE - 1) yield ITEMS_A_SLICE;
    const cell = cells[row];
    const isOdd = odd[next] === row;
    if (isOdd) next += 1;
    else if (values[row] === null) continue;
    else if (typeof cell === 'number' || !(again && /[.,]/.test(cell as string))) {
      if (plainToo) numbers += 1;
      else stray(row, String(cell).trim(), 'number');
      continue;
    }
    const text = String(cell);
    const seen = isOdd ? kinds[kindOf[next - 1]] : undefined;
    // What was read in the only way that there is, is not looked at again.
    const isRead = seen !== undefined && seen.shape.either === '';
    const look = isRead ? null : looker.at(text);
    if (look?.kind === 'infinite') {
      noteInfinite(row);
      continue;
    }
    const kind = isRead ? seen : look?.kind === 'number' ? { ...look.anatomy, shape: look.shape } : null;
    if (kind === null || !(kind.around.key === key || (alsoBare && kind.around.key === ''))) {
      stray(row, text.trim(), look?.kind ?? 'number');
      continue;
    }
    const { shape } = kind;
    if (!fits(shape, notation)) {
      const plain = alsoBare && !stated ? parseNumber(text, '.') : null;
      if (plain === null) stray(row, text.trim(), 'text');
      else {
        values[row] = plain;
        numbers += 1;
        if (shape.either === '') fallenBack = row;
        else if (open === -1) open = row;
      }
      continue;
    }
    const value = look?.kind === 'number' ? readNumber(look.anatomy, notation) : (values[row] as number);
    values[row] = Number.isFinite(value) ? value : null;
    if (values[row] === null) noteInfinite(row);
    const usesThousands = shape.groups !== '' || (shape.either !== '' && shape.either === notation.thousands);
    if (kind.around.bare && !kind.invisible && !kind.fortran && !usesThousands) numbers += 1;
    else notated += 1;
    noteTraits(traits, kind);
    if (usesThousands) traits.add('thousands');
    if (usesThousands || shape.fraction === ',') marked = row;
  }
  if (notation.decimal === ',') traits.add('decimal');
  return {
    values,
    numbers,
    notated,
    strays: [...strays.values()],
    texts,
    infinite,
    removed: sayTraits(traits, notation),
    contrary: marked !== -1 && fallenBack !== -1 ? [marked, fallenBack] : [],
    open,
  };
}

function noteTraits(traits: Set<Trait>, { around, fortran, invisible }: NumberKind): void {
  if (around.prefix !== '' || around.suffix !== '') traits.add('affixes');
  if (around.parentheses) traits.add('parentheses');
  if (around.typographicMinus) traits.add('minus');
  if (fortran) traits.add('fortran');
  if (around.quotes) traits.add('quotes');
  if (invisible) traits.add('invisible');
}

const THOUSANDS_WORDS = { ',': 'commas', '.': 'points', ' ': 'spaces', "'": 'apostrophes', '': '' } as const;

function sayTraits(traits: ReadonlySet<Trait>, { prefix, suffix, thousands }: Notation): string[] {
  const words: Readonly<Record<Trait, readonly string[]>> = {
    affixes: [prefix, suffix].filter((affix) => affix !== '').map((affix) => `"${affix}"`),
    thousands: [`thousands ${THOUSANDS_WORDS[thousands]}`],
    decimal: ['decimal comma'],
    parentheses: ['parentheses for negatives'],
    minus: ['typographic minus signs'],
    fortran: ["Fortran's D"],
    quotes: ['quotes'],
    invisible: ['invisible characters'],
  };
  return (Object.keys(words) as Trait[])
    .filter((trait) => traits.has(trait))
    .flatMap((trait) => words[trait]);
}
