import { element, tip } from './svg.ts';
import { measureText, TICK_SIZE, writeText } from './text.ts';
import { chooseTextColour, type Theme } from './theme.ts';

/** Tables of coloured cells. */

interface HeatCell {
  /** Null leaves the ground as it is. */
  readonly fill: string | null;
  /** Written in the cell where it fits. */
  readonly text: string;
  readonly tip: string;
  /** Marks the cell by a dot. */
  readonly dot?: boolean;
}

interface HeatTable {
  readonly rows: readonly string[];
  /** Empty where a column is not to be labelled. */
  readonly columns: readonly string[];
  cell(row: number, column: number): HeatCell;
}

interface HeatFrame {
  readonly left: number;
  readonly top: number;
  readonly columnWidth: number;
  readonly rowHeight: number;
}

/** The px that row labels take, a share of the width at most. */
export function findLabelRoom(rows: readonly string[], width: number): number {
  const widest = rows.reduce((most, row) => Math.max(most, measureText(row, TICK_SIZE)), 0);
  return Math.ceil(Math.min(widest + 14, width * 0.32));
}

/** Draws the cells of a table with the labels of its rows; columns are labelled as far as labels fit. */
export function drawHeat(table: HeatTable, frame: HeatFrame, theme: Theme): string {
  const { left, top, rowHeight } = frame;
  const rows = table.rows.map((name, row) => {
    const y = top + row * rowHeight;
    const label = { fill: theme.ink, size: TICK_SIZE, anchor: 'end', room: left - 10 } as const;
    const cells = table.columns.map((_, column) =>
      drawCell(table.cell(row, column), row, column, frame, theme),
    );
    return writeText(left - 6, y + rowHeight / 2 + 4, name, label) + cells.join('');
  });
  return drawColumnLabels(table.columns, frame, theme) + rows.join('');
}

/** Px between two cells. */
const GAP = 1;
const CELL_TEXT = 10;

function drawCell(cell: HeatCell, row: number, column: number, frame: HeatFrame, theme: Theme): string {
  const { left, top, columnWidth, rowHeight } = frame;
  const [x, y] = [left + column * columnWidth, top + row * rowHeight];
  const [width, height] = [Math.max(columnWidth - GAP, 0.5), rowHeight - GAP];
  const [cx, cy] = [x + width / 2, y + height / 2];
  const dot =
    cell.dot === true ? element('circle', { cx, cy, r: Math.min(1.6, width / 3), fill: theme.muted }) : '';
  // What has no colour of its own still answers the pointer.
  const paint = cell.fill === null ? { fill: theme.background, 'fill-opacity': 0 } : { fill: cell.fill };
  const rect = element('rect', { x, y, width, height, ...paint }, tip(cell.tip));
  const fits = cell.text !== '' && measureText(cell.text, CELL_TEXT) <= width - 2 && height >= CELL_TEXT + 2;
  if (!fits) return rect + dot;
  const fill = cell.fill === null ? theme.ink : chooseTextColour(cell.fill);
  return rect + dot + writeText(cx, cy + 3.5, cell.text, { fill, size: CELL_TEXT, anchor: 'middle' });
}

function drawColumnLabels(columns: readonly string[], frame: HeatFrame, theme: Theme): string {
  const { left, top, columnWidth } = frame;
  const end = left + columns.length * columnWidth;
  let free = left - 8;
  return columns
    .map((name, i) => {
      const half = measureText(name, TICK_SIZE) / 2;
      const x = left + (i + 0.5) * columnWidth;
      if (name === '' || x - half < free || x + half > end + 16) return '';
      free = x + half + 6;
      return writeText(x, top - 6, name, { fill: theme.muted, size: TICK_SIZE, anchor: 'middle' });
    })
    .join('');
}

/** A bar that tells what the colours mean, with a label at each end and one in the middle. */
export function drawColourBar(
  colours: (place: number) => string,
  labels: readonly [string, string, string],
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
  theme: Theme,
): string {
  const steps = 24;
  const each = width / steps;
  const cells = Array.from({ length: steps }, (_, i) =>
    // A little wider than the step, so that no seam shows.
    element('rect', { x: x + i * each, y, width: each + 0.5, height: 9, fill: colours((i + 0.5) / steps) }),
  );
  const style = { fill: theme.muted, size: TICK_SIZE };
  return [
    ...cells,
    writeText(x, y + 22, labels[0], style),
    writeText(x + width / 2, y + 22, labels[1], { ...style, anchor: 'middle' }),
    writeText(x + width, y + 22, labels[2], { ...style, anchor: 'end' }),
  ].join('');
}
