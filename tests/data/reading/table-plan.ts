import fc from 'fast-check';
import { type NumberStyle, PLAIN_STYLE } from './notate.ts';

/** What a file holds and how it is written; the cells follow from `seed`. */
export interface TablePlan {
  readonly seed: number;
  readonly rows: number;
  readonly columns: readonly ColumnPlan[];
  readonly separator: ',' | ';' | '\t' | '|';
  readonly newline: '\n' | '\r\n' | '\r';
  /** UTF-16 has a byte order mark only where the dirt has one. */
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'gzip';
  readonly layout: Layout;
  readonly dirt: Dirt;
}

export type ColumnPlan = NumberPlan | TextPlan;

export interface NumberPlan {
  readonly kind: 'number';
  readonly style: NumberStyle;
  /** Digits before the decimal mark at most, and after it. */
  readonly wholeDigits: number;
  readonly decimals: number;
  /** Whether zeros at the end of a fraction are left out, as spreadsheets do. */
  readonly dropsZeros: boolean;
  readonly gaps: Gaps | null;
  readonly fault: 'second-unit' | 'censored' | null;
}

export interface TextPlan {
  readonly kind: 'category' | 'boolean';
  readonly gaps: Gaps | null;
}

/** Missing values. */
export interface Gaps {
  /** One cell in so many. */
  readonly every: number;
  readonly marker: string;
  /** Whether the reader is told of the marker. */
  readonly told: boolean;
}

export interface Layout {
  /** Lines above the header. */
  readonly above: 'nothing' | 'sep' | 'comment' | 'title' | 'blank' | 'padded-title';
  readonly trailingSeparator: boolean;
  /** Row names without a name of their own, as R's write.table has them, or a column that counts, under an empty name. */
  readonly firstColumn: 'none' | 'row-names' | 'count';
  /** Which cells have quotes, and which. */
  readonly quotes: 'needed' | 'texts' | 'all' | 'single-texts' | 'single-all';
  readonly spaceBeforeQuote: boolean;
  /** Without a header, the reader may be told so. */
  readonly header: 'there' | 'none-told' | 'none';
  readonly emptyRows: number;
}

export interface Dirt {
  readonly byteOrderMark: boolean;
  /** Around cells without quotes. */
  readonly blanks: '' | ' ' | '\u00a0' | '  ';
  /** In the numbers of every second row. */
  readonly invisible: '' | '\u200b' | '\ufeff' | '\u200e';
  readonly end: '' | '\n' | '\n\n' | '\n\x1a';
}

/** Missing without a word: the reader knows these in every column. */
export const KNOWN_MARKERS = ['', 'NA', 'N/A', 'nan', 'NULL'];
/** What people write instead, and the reader must ask about. */
export const ASKED_MARKERS = [
  '?',
  '-',
  '--',
  '.',
  '*',
  'None',
  '#N/A',
  '#DIV/0!',
  '<NA>',
  'NaT',
  'unknown',
  'n.a.',
];

/** Mostly the plain thing, so that a table has few kinds of dirt at a time and a failure shrinks to one. */
function seldom<Value>(plain: Value, ...others: readonly Value[]): fc.Arbitrary<Value> {
  return fc.oneof(
    { arbitrary: fc.constant(plain), weight: 3 },
    { arbitrary: fc.constantFrom(...others), weight: 1 },
  );
}

const gaps: fc.Arbitrary<Gaps | null> = fc.option(
  fc.record({
    every: fc.integer({ min: 4, max: 15 }),
    marker: fc.constantFrom(...KNOWN_MARKERS, ...ASKED_MARKERS),
    told: fc.boolean(),
  }),
  { freq: 2 },
);

const styles: fc.Arbitrary<NumberStyle> = fc.oneof(
  { arbitrary: fc.constant(PLAIN_STYLE), weight: 2 },
  {
    arbitrary: fc.record({
      decimal: seldom<'.' | ','>('.', ','),
      thousands: seldom<NumberStyle['thousands']>('', ',', '.', ' ', '\u00a0', '\u202f', "'"),
      prefix: seldom('', '$', '€', '£', 'US$ '),
      suffix: seldom('', '%', ' %', ' kg', 'cm', ' €', ' °C'),
      minus: seldom<NumberStyle['minus']>('-', '\u2212', '()'),
      exponent: seldom<NumberStyle['exponent']>('', 'e', 'E', 'D'),
    }),
    weight: 3,
  },
);

const numberColumns: fc.Arbitrary<NumberPlan> = fc.record({
  kind: fc.constant('number'),
  style: styles,
  wholeDigits: fc.integer({ min: 1, max: 8 }),
  decimals: fc.integer({ min: 0, max: 4 }),
  dropsZeros: fc.boolean(),
  gaps,
  fault: fc.oneof(
    { arbitrary: fc.constant(null), weight: 30 },
    { arbitrary: fc.constantFrom<NumberPlan['fault']>('second-unit', 'censored'), weight: 1 },
  ),
});

const textColumns: fc.Arbitrary<TextPlan> = fc.record({
  kind: fc.constantFrom('category', 'boolean'),
  gaps: fc.option(
    fc.record({
      every: fc.integer({ min: 4, max: 15 }),
      marker: fc.constantFrom(...KNOWN_MARKERS),
      told: fc.constant(false),
    }),
    { freq: 2 },
  ),
});

export const tablePlans: fc.Arbitrary<TablePlan> = fc.record({
  seed: fc.nat(),
  rows: fc.integer({ min: 20, max: 60 }),
  columns: fc.array(
    fc.oneof({ arbitrary: numberColumns, weight: 3 }, { arbitrary: textColumns, weight: 1 }),
    {
      minLength: 2,
      maxLength: 6,
    },
  ),
  separator: seldom<TablePlan['separator']>(',', ';', '\t', '|'),
  newline: seldom<TablePlan['newline']>('\n', '\r\n', '\r'),
  encoding: seldom<TablePlan['encoding']>('utf-8', 'utf-16le', 'utf-16be', 'gzip'),
  layout: fc.record({
    above: seldom<Layout['above']>('nothing', 'sep', 'comment', 'title', 'blank', 'padded-title'),
    trailingSeparator: seldom(false, true),
    firstColumn: seldom<Layout['firstColumn']>('none', 'row-names', 'count'),
    quotes: seldom<Layout['quotes']>('needed', 'texts', 'all', 'single-texts', 'single-all'),
    spaceBeforeQuote: seldom(false, true),
    header: seldom<Layout['header']>('there', 'none-told', 'none'),
    emptyRows: seldom(0, 1, 3),
  }),
  dirt: fc.record({
    byteOrderMark: seldom(false, true),
    blanks: seldom<Dirt['blanks']>('', ' ', '\u00a0', '  '),
    invisible: seldom<Dirt['invisible']>('', '\u200b', '\ufeff', '\u200e'),
    end: fc.constantFrom<Dirt['end']>('', '\n', '\n\n', '\n\x1a'),
  }),
});
