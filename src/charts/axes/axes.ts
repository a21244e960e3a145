import { shortenLambda } from '../../words/numbers.ts';
import type { AxisScale } from '../drawing/frame.ts';
import { element, groupLambda, rule, tip } from '../drawing/svg.ts';
import { measureText, TICK_SIZE, writeText } from '../drawing/text.ts';
import type { Theme } from '../drawing/theme.ts';
import type { LambdaScale } from './lambda-scale.ts';
import { type ScaleOptions, scaleValues, type Tick, type ValueScale } from './value-scale.ts';

/** Where a chart draws its marks, in px. */
export interface Panel {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Px between a label and its axis. */
const GAP = 6;
/** Px that a tick takes on an upright axis. */
const UPRIGHT_SPACING = 44;
const LEAST_MARGIN = 34;
/** Px right of a panel into which the label of a level axis may reach. */
const MOST_BEYOND = 18;

export interface UprightAxis {
  readonly scale: ValueScale;
  /** Px that its labels need left of the panel. */
  readonly margin: number;
}

/** Fits an upright axis to values, and finds the margin that its labels need. */
export function fitUpright(
  values: readonly number[],
  { top, bottom }: Pick<Panel, 'top' | 'bottom'>,
  options: Partial<ScaleOptions> = {},
): UprightAxis {
  const scale = scaleValues(values, { range: [bottom, top], spacing: UPRIGHT_SPACING, ...options });
  return { scale, margin: findMargin(scale.ticks) };
}

/** The px that labels need left of an upright axis. */
function findMargin(ticks: readonly Pick<Tick, 'label'>[]): number {
  const widths = ticks.map(({ label }) => measureText(label, TICK_SIZE));
  return Math.ceil(widths.reduce((a, b) => Math.max(a, b), LEAST_MARGIN - GAP) + GAP + 2);
}

/** Draws an upright axis: a light line and a label for each tick. */
export function drawUpright(scale: ValueScale, { left, right }: Panel, theme: Theme): string {
  return scale.ticks
    .map(({ value, label }) => {
      const y = scale.place(value);
      const text = writeText(left - GAP, y + 4, label, { fill: theme.muted, size: TICK_SIZE, anchor: 'end' });
      return rule(left, y, right, y, { stroke: theme.grid }) + text;
    })
    .join('');
}

/** Draws a level axis below a panel: a light line for each tick, and a label where it fits. */
export function drawLevel(scale: ValueScale, panel: Panel, theme: Theme): string {
  let free = Number.NEGATIVE_INFINITY;
  const parts = scale.ticks
    .toSorted((a, b) => scale.place(a.value) - scale.place(b.value))
    .map(({ value, label }) => {
      const x = scale.place(value);
      const line = rule(x, panel.top, x, panel.bottom, { stroke: theme.grid });
      const half = measureText(label, TICK_SIZE) / 2;
      // A label at the very edge would be cut off.
      if (x - half < free || x - half < 0 || x + half > panel.right + MOST_BEYOND) return line;
      free = x + half + GAP;
      return (
        line +
        writeText(x, panel.bottom + 16, label, { fill: theme.muted, size: TICK_SIZE, anchor: 'middle' })
      );
    });
  return parts.join('') + rule(panel.left, panel.bottom, panel.right, panel.bottom, { stroke: theme.muted });
}

/** Draws the axis of lambdas below a panel: a tick for each, a label where it fits. */
export function drawLambdaAxis(scale: LambdaScale, panel: Panel, theme: Theme): string {
  const ticks = scale.lambdas.map((lambda) => {
    const x = scale.place(lambda);
    const label = shortenLambda(lambda);
    const tick = element(
      'line',
      { x1: x, x2: x, y1: panel.bottom, y2: panel.bottom + 5, stroke: theme.muted },
      tip(`lambda = ${label}`),
    );
    if (!scale.labelled.has(lambda)) return tick;
    const text = { fill: theme.muted, size: TICK_SIZE, anchor: 'middle' } as const;
    return tick + groupLambda(lambda, writeText(x, panel.bottom + 18, label, text));
  });
  return rule(panel.left, panel.bottom, panel.right, panel.bottom, { stroke: theme.muted }) + ticks.join('');
}

/** The name of the axis of lambdas, the long one where there is room for it. */
export function nameLambdaAxis(room: number, axis: AxisScale = 'log'): string {
  if (axis === 'linear') return 'lambda';
  const long = 'lambda, on a symmetric logarithmic scale';
  return measureText(long, TICK_SIZE) <= room ? long : 'lambda (symmetric log)';
}
