import type { Spot } from './spots.ts';
import { element, escapeText, writeNumber } from './svg.ts';
import { measureText, TEXT_SIZE, wrap, writeText } from './text.ts';
import { THEMES, type Theme, type ThemeName } from './theme.ts';

/** How an axis is scaled: `log` leaves 0 and what is negative a place, where there is some. */
export type AxisScale = 'linear' | 'log';

/** What one can change about a chart. */
export interface Look {
  /** The scale of the chart's `axis`; by default the one that it has by itself. */
  readonly axis?: AxisScale | undefined;
  /** Lambdas whose curves are left out; only of the chart's `series`. */
  readonly hidden?: readonly number[] | undefined;
}

/** How a chart is to be drawn. */
export interface ChartOptions extends Look {
  /** In px; what is narrower than 280 is drawn at 280. */
  readonly width: number;
  readonly theme: ThemeName;
  /** Fills the ground and writes the title above the chart, for a file of its own; without it the page shows through. */
  readonly background?: boolean | undefined;
}

/** A chart of a report. */
export interface Chart {
  /** Its file name, less `.svg`; no two charts of a report share one. */
  readonly name: string;
  readonly title: string;
  /** Its figures in words. */
  readonly description: string;
  /** The curves that can be left out, one for each lambda; none where curves are not what the chart draws. */
  readonly series?: readonly Series[];
  /** The axis that can be scaled in two ways, and how it is by itself; left out without one. */
  readonly axis?: { readonly name: 'lambda' | 'loss'; readonly scale: AxisScale };
  /** The chart as an SVG document. */
  draw(options: ChartOptions): string;
  /** What can be pointed at on that drawing, where it stands on no ground of its own; left out of a chart without. */
  findSpots?(options: ChartOptions): readonly Spot[];
}

/** A curve of a chart. */
export interface Series {
  readonly lambda: number;
  readonly colour: (theme: ThemeName) => string;
}

/** What a drawing is made with. */
export interface Pen extends Look {
  readonly width: number;
  readonly theme: Theme;
}

/** What a drawing gives: markup, the height that it takes, and what can be pointed at. */
export interface Drawing {
  readonly body: string;
  readonly height: number;
  readonly spots?: readonly Spot[];
}

const NARROWEST = 280;
const HEADING_SIZE = 14;

/** What a chart has beside its texts and its drawing. */
interface Extras extends Pick<Chart, 'series' | 'axis'> {
  /** Whether its drawing has spots. */
  readonly hasSpots?: boolean;
}

/** Makes a chart of its texts and of what draws it. */
export function makeChart(
  name: string,
  title: string,
  description: string,
  drawBody: (pen: Pen) => Drawing,
  { hasSpots, ...extras }: Extras = {},
): Chart {
  return {
    ...{ name, title, description, ...extras },
    draw: (options) => drawFramed({ name, title, description }, options, drawBody),
    ...(hasSpots && { findSpots: (options: ChartOptions) => drawBody(takePen(options)).spots ?? [] }),
  };
}

function takePen({ width, theme, axis, hidden }: ChartOptions): Pen {
  return { width: Math.max(width, NARROWEST), theme: THEMES[theme], axis, hidden };
}

/** Draws a chart as a document: size, ground, title and description around its body. */
export function drawFramed(
  texts: Pick<Chart, 'name' | 'title' | 'description'>,
  options: ChartOptions,
  drawBody: (pen: Pen) => Drawing,
): string {
  const pen = takePen(options);
  const drawing = drawBody(pen);
  const alone = options.background ? drawGround(texts.title, pen, drawing) : drawing;
  const height = Math.ceil(alone.height);
  const ids = [`chart-${texts.name}-title`, `chart-${texts.name}-description`];
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      role: 'img',
      'aria-labelledby': ids.join(' '),
      width: pen.width,
      height,
      viewBox: `0 0 ${writeNumber(pen.width)} ${height}`,
      'font-family': 'system-ui, sans-serif',
      'font-size': TEXT_SIZE,
    },
    element('title', { id: ids[0] }, escapeText(texts.title)),
    element('desc', { id: ids[1] }, escapeText(texts.description)),
    alone.body,
  );
}

const EDGE = 16;

function drawGround(title: string, { width, theme }: Pen, { body, height }: Drawing): Drawing {
  // Bold letters are wider than measured.
  const lines = wrap(title, (width - 8) / 1.05, HEADING_SIZE);
  const heading = lines.map((line, i) =>
    writeText(4, EDGE + 4 + i * 18, line, { fill: theme.ink, size: HEADING_SIZE, weight: 600 }),
  );
  const top = EDGE + lines.length * 18;
  const total = Math.ceil(top + height + EDGE / 2);
  const ground = element('rect', { width, height: total, fill: theme.background });
  return {
    body: ground + heading.join('') + element('g', { transform: `translate(0 ${top})` }, body),
    height: total,
  };
}

/** Notes below a chart, broken into lines. */
export function drawNotes(notes: readonly string[], y: number, { width, theme }: Pen): Drawing {
  const lines = notes.flatMap((note) => wrap(note, width - 8, 11));
  const body = lines.map((line, i) => writeText(4, y + 11 + i * 15, line, { fill: theme.muted, size: 11 }));
  return { body: body.join(''), height: lines.length * 15 };
}

/** One entry of a legend: a sample 20 px wide, its middle line at y, and what it means. */
export interface LegendEntry {
  readonly label: string;
  sample(x: number, y: number): string;
}

const SAMPLE = 20;

/** A legend in as many rows as its entries need. */
export function drawLegend(entries: readonly LegendEntry[], y: number, { width, theme }: Pen): Drawing {
  let [x, row] = [4, 0];
  const parts: string[] = [];
  for (const { label, sample } of entries) {
    const length = SAMPLE + 6 + measureText(label, TEXT_SIZE);
    if (x > 4 && x + length > width - 4) {
      x = 4;
      row += 1;
    }
    const middle = y + 9 + row * 18;
    const room = width - 4 - (x + SAMPLE + 6);
    parts.push(sample(x, middle), writeText(x + SAMPLE + 6, middle + 4, label, { fill: theme.ink, room }));
    x += length + 14;
  }
  return { body: parts.join(''), height: entries.length === 0 ? 0 : (row + 1) * 18 };
}
