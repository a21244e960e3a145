import type { Cell } from '../../../src/data/table.ts';
import { openStream, type Random } from '../../../src/random/random.ts';
import { layOut, type RenderedColumn } from './lay-out.ts';
import { type Digits, isAmbiguous, type NumberStyle, notate, PLAIN_STYLE, toNumber } from './notate.ts';
import { listTold, settlePlan } from './settle-plan.ts';
import { ASKED_MARKERS, type NumberPlan, type TablePlan, type TextPlan } from './table-plan.ts';

/** A text, and what reading it must give. */
export interface Rendering {
  readonly text: string;
  /** Parts of a recipe's `data` that the reader is told; none if nothing has to be. */
  readonly options: { readonly missingMarkers?: readonly string[]; readonly header?: false };
  /** The table that was rendered; numbers are those that the digits say. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Why reading must be refused; empty if nothing speaks against it. */
  readonly required: readonly Cause[];
  /** Why it may be refused instead: what can be read in two ways. It must never be read in the wrong one. */
  readonly allowed: readonly Cause[];
}

/** What a refusal names. */
export interface Cause {
  /** Null for a cause in no column. */
  readonly column: string | null;
  /** A cell, or a word, that the message shows. */
  readonly shows: string;
}

const NAMES = [
  ['a', 'b', 'c', 'd', 'e', 'f'],
  ['size', 'unit price', 'length (cm)', 'weight, net', 'x;y', 'pipe|d'],
  ['Größe', 'unit\u00a0price', 'say "hi"', 'µ', 'no. 1', 'Y'],
];

const TEXTS = [
  ['red', 'green', 'blue'],
  ['low', 'medium', 'high, very'],
  ['None', 'unknown', 'some; of them'],
  ['a "b"', 'c', 'd|e'],
  ['+', '-', '±'],
  ['20 to 30', '30 to 40', '40 and more'],
];

const OTHER_UNIT = ' lb';

/** Renders a plan; the same plan gives the same text. */
export function renderTable(given: TablePlan): Rendering {
  const plan = settlePlan(given);
  const told = listTold(plan);
  const random = openStream(plan.seed, 'generator');
  const names = NAMES[random.nextBelow(NAMES.length)];
  const columns = plan.columns.map((column, c) =>
    column.kind === 'number'
      ? renderNumbers(names[c], column, plan, told, random)
      : renderTexts(names[c], column, plan, told, random),
  );
  const { header } = plan.layout;
  const read = header === 'there' ? names.slice(0, columns.length) : listDefaultNames(columns.length);
  const causes = (key: 'required' | 'allowed'): Cause[] =>
    columns.flatMap((column, c) => column[key].map((shows) => ({ column: read[c], shows })));
  return {
    text: layOut(columns, plan),
    options: {
      ...(told.length > 0 && { missingMarkers: told }),
      ...(header === 'none-told' && { header: false as const }),
    },
    columns: read,
    rows: Array.from({ length: plan.rows }, (_, r) => columns.map(({ meant }) => meant[r])),
    required: [...causes('required'), ...(header === 'none' ? [{ column: null, shows: 'header' }] : [])],
    allowed: causes('allowed'),
  };
}

/** Of a table without header the last column is the target. */
function listDefaultNames(count: number): string[] {
  return Array.from({ length: count }, (_, c) => (c === count - 1 ? 'y' : `x${c + 1}`));
}

function renderNumbers(
  name: string,
  column: NumberPlan,
  plan: TablePlan,
  told: readonly string[],
  random: Random,
): RenderedColumn {
  const digits = Array.from({ length: plan.rows }, () => drawDigits(column, random));
  const shown = digits.filter((_, r) => !isGap(column.gaps, r));
  const style = keepReadable(shown, column.style, plan.separator);
  const meant: Cell[] = digits.map(toNumber);
  const written = digits.map((each, r) =>
    r % 2 === 1 ? plan.dirt.invisible + notate(each, style) : notate(each, style),
  );
  const required: string[] = [];
  const faulty: number[] = [];
  // In rows that never are gaps.
  if (column.fault === 'second-unit' && style.suffix !== '') {
    written[3] = notate(digits[3], { ...style, suffix: OTHER_UNIT });
    required.push(OTHER_UNIT);
    faulty.push(3);
  }
  if (column.fault === 'censored' && style.exponent === '') {
    written[2] = `<${notate({ ...digits[2], negative: false }, style)}`;
    required.push('<');
    faulty.push(2);
  }
  const marker = leaveGaps(column.gaps, written, meant);
  if (marker !== null && ASKED_MARKERS.includes(marker) && !told.includes(marker)) required.push(marker);
  // What is at fault says nothing of the marks of the others.
  const sound = digits.filter((_, r) => !isGap(column.gaps, r) && !faulty.includes(r));
  return { name, isText: false, written, meant, required, allowed: isAmbiguous(sound, style) ? [''] : [] };
}

function drawDigits({ wholeDigits, decimals, dropsZeros, style }: NumberPlan, random: Random): Digits {
  const length = 1 + random.nextBelow(wholeDigits);
  const least = length === 1 ? 0 : 10 ** (length - 1);
  const whole = String(least + random.nextBelow(10 ** length - least));
  // A number without fraction now and then, as in data.
  const isWhole = random.nextBelow(8) === 0;
  const drawn = String(isWhole ? 0 : random.nextBelow(10 ** decimals)).padStart(decimals, '0');
  const fraction = decimals === 0 ? '' : dropsZeros ? drawn.replace(/0+$/, '') : drawn;
  const exponent = style.exponent === '' ? null : random.nextBelow(19) - 9;
  return { negative: random.nextBelow(3) === 0, whole, fraction, exponent };
}

/**
 * The style, or a plain one where a reader can but read something else: decimal commas in quotes between commas that may all
 * be of thousands, and thousands points that all look like decimal points.
 */
function keepReadable(digits: readonly Digits[], style: NumberStyle, separator: string): NumberStyle {
  if (!isAmbiguous(digits, style)) return style;
  if (style.decimal === ',' && separator === ',') return { ...PLAIN_STYLE, minus: style.minus };
  const allPoints = digits.every(({ whole }) => whole.length > 3);
  return style.thousands === '.' && allPoints ? { ...style, thousands: '' } : style;
}

function renderTexts(
  name: string,
  { kind, gaps }: TextPlan,
  plan: TablePlan,
  told: readonly string[],
  random: Random,
): RenderedColumn {
  const sets = TEXTS.filter((set) => !set.some((text) => told.includes(text)));
  const texts = kind === 'boolean' ? ['True', 'False'] : sets[random.nextBelow(sets.length)];
  const meant: Cell[] = Array.from({ length: plan.rows }, () => texts[random.nextBelow(texts.length)]);
  const written = meant.map(String);
  leaveGaps(gaps, written, meant);
  // A reader may take `40 and more` for a number and its unit, and ask.
  const allowed = texts.some((text) => /^\d/.test(text)) ? [''] : [];
  return { name, isText: true, written, meant, required: [], allowed };
}

/** Puts the marker into some rows, never the first; returns it if it is anywhere. */
function leaveGaps(gaps: NumberPlan['gaps'], written: string[], meant: Cell[]): string | null {
  for (const r of written.keys()) {
    if (gaps === null || !isGap(gaps, r)) continue;
    written[r] = gaps.marker;
    meant[r] = null;
  }
  return gaps?.marker ?? null;
}

function isGap(gaps: NumberPlan['gaps'], row: number): boolean {
  return gaps !== null && row > 0 && row % gaps.every === 0;
}
