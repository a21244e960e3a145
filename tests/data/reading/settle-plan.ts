import { type NumberStyle, PLAIN_STYLE } from './notate.ts';
import {
  ASKED_MARKERS,
  type ColumnPlan,
  type Layout,
  type NumberPlan,
  type TablePlan,
} from './table-plan.ts';

/**
 * Takes out of a plan what nobody writes, and what would say something else than it means: a header of one cell less and a
 * separator at the end of each line, say.
 */
export function settlePlan(plan: TablePlan): TablePlan {
  const layout = settleLayout(plan.layout);
  const columns = plan.columns.map((column, c) => settleColumn(column, c, layout));
  const dirt = layout.header === 'none' ? { ...plan.dirt, invisible: '' as const } : plan.dirt;
  return { ...plan, columns, layout, dirt };
}

/** The markers that the reader is told of; they hold for every column. */
export function listTold({ columns }: TablePlan): string[] {
  const told = columns.flatMap(({ gaps }) =>
    gaps?.told && ASKED_MARKERS.includes(gaps.marker) ? gaps.marker : [],
  );
  return [...new Set(told)];
}

function settleLayout(layout: Layout): Layout {
  const hasHeader = layout.header === 'there';
  const firstColumn = hasHeader ? layout.firstColumn : 'none';
  const isDouble = layout.quotes === 'texts' || layout.quotes === 'all';
  return {
    ...layout,
    firstColumn,
    above: hasHeader ? layout.above : 'nothing',
    trailingSeparator: layout.trailingSeparator && hasHeader && firstColumn !== 'row-names',
    // R puts every text in double quotes.
    quotes: firstColumn === 'row-names' && !isDouble ? 'texts' : layout.quotes,
    spaceBeforeQuote: layout.spaceBeforeQuote && isDouble,
  };
}

function settleColumn(column: ColumnPlan, index: number, { header, quotes }: Layout): ColumnPlan {
  // The first column has no gaps, so that no row is empty.
  const gaps = index === 0 ? null : column.gaps;
  if (header === 'none') return { ...toPlainNumbers(column), gaps };
  if (column.kind !== 'number') return { ...column, gaps };
  return { ...column, gaps, style: settleStyle(column.style, quotes) };
}

/** Only of numbers alone can one tell that there is no header. */
function toPlainNumbers(column: ColumnPlan): NumberPlan {
  const shape = column.kind === 'number' ? column : { wholeDigits: 3, decimals: 2, dropsZeros: false };
  return { ...shape, kind: 'number', style: PLAIN_STYLE, gaps: null, fault: null };
}

function settleStyle(style: NumberStyle, quotes: Layout['quotes']): NumberStyle {
  if (style.exponent !== '') {
    const minus = style.minus === '()' ? '-' : style.minus;
    return { ...PLAIN_STYLE, exponent: style.exponent, decimal: style.decimal, minus };
  }
  const suffix = style.prefix === '' ? style.suffix : '';
  // Dollars and pounds are written with a decimal point.
  const decimal = style.prefix === '' || style.prefix === '€' ? style.decimal : '.';
  const thousands =
    style.thousands === decimal || (style.thousands === "'" && quotes.startsWith('single'))
      ? ''
      : style.thousands;
  // No one puts a unit into parentheses.
  const minus = style.minus === '()' && suffix !== '' && suffix !== '%' ? '-' : style.minus;
  return { ...style, suffix, decimal, thousands, minus };
}
