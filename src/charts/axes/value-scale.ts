import { scaleLinear, scaleLog, scaleSymlog } from 'd3-scale';
import { formatFigure, formatTicks } from '../../words/numbers.ts';

/** Scales for values: linear as a rule, logarithmic where the values span orders of magnitude. */

export interface Tick {
  readonly value: number;
  readonly label: string;
}

export interface ValueScale {
  readonly kind: 'linear' | 'log' | 'symlog';
  /** The place of a value in px; values beyond the ends are placed at them. */
  place(value: number): number;
  readonly ticks: readonly Tick[];
}

/** Largest over smallest, from which on a linear scale shows little but the largest. */
const WIDE = 50;
/** Beyond this the difference of two values would overflow. */
const FARTHEST = 1e300;
/** What is smaller than the largest by more than this is as good as 0 on a logarithmic scale; it keeps the scale finite. */
const FINEST = 1e-12;
/** The share of the range that is left free at either end. */
const PADDING = 0.06;

export interface ScaleOptions {
  /** Px at the domain's start and end. */
  readonly range: readonly [number, number];
  /** Px that a tick takes, so that fewer are drawn on a short axis. */
  readonly spacing: number;
  /** Largest over smallest value from which on the scale is logarithmic. */
  readonly wide?: number;
  /** For values that must be compared as lengths: always linear, whatever they span. */
  readonly linear?: boolean;
}

/** Fits a scale to values, which are finite; none at all gets 0 to 1. */
export function scaleValues(values: readonly number[], options: ScaleOptions): ValueScale {
  const wide = options.wide ?? WIDE;
  const kept = values.map((value) => Math.min(Math.max(value, -FARTHEST), FARTHEST));
  const [low, high] = kept.length === 0 ? [0, 1] : findEnds(kept);
  if (!options.linear && low > 0 && high / low > wide) return scaleByLog(low, high, options);
  const small = options.linear ? null : findSmall(kept, 4 * wide);
  return small === null ? scaleByLine(low, high, options) : scaleBySymlog(low, high, small, options);
}

/** A scale of counts from `least` to `most`: without the ticks that these never reach. */
export function keepWhole(scale: ValueScale, least: number, most: number): ValueScale {
  const ticks = scale.ticks.filter(({ value }) => Number.isInteger(value) && value >= least && value <= most);
  return { ...scale, ticks: ticks.map(({ value }) => ({ value, label: String(value) })) };
}

function findEnds(values: readonly number[]): readonly [number, number] {
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  // Ends that are alike up to rounding are one value, which gets room around it.
  if (high - low > 1e-12 * Math.max(Math.abs(low), Math.abs(high)) && high - low > 1e-290) return [low, high];
  const room = Math.abs(low) > 1e-280 ? Math.abs(low) * 0.1 : 1;
  return [low - room, high + room];
}

/** Where a symmetric logarithm turns linear: the lower quartile of the sizes, if the largest is more than `wide` times that; else null. */
function findSmall(values: readonly number[], wide: number): number | null {
  const sizes = values
    .map(Math.abs)
    .filter((size) => size > 0)
    .toSorted((a, b) => a - b);
  const small = sizes[Math.floor(sizes.length / 4)];
  const largest = sizes.at(-1);
  if (small === undefined || largest === undefined || largest / small <= wide) return null;
  return small;
}

function scaleByLine(low: number, high: number, { range, spacing }: ScaleOptions): ValueScale {
  const room = (high - low) * PADDING;
  const scale = scaleLinear()
    .domain([low - room, high + room])
    .range(range)
    .clamp(true);
  const count = Math.max(2, Math.floor(Math.abs(range[1] - range[0]) / spacing));
  const values = scale.ticks(count).filter(Number.isFinite);
  const labels = formatTicks(values);
  return { kind: 'linear', place: scale, ticks: values.map((value, i) => ({ value, label: labels[i] })) };
}

function scaleByLog(smallest: number, high: number, { range, spacing }: ScaleOptions): ValueScale {
  const low = Math.max(smallest, high * FINEST);
  const room = (high / low) ** PADDING;
  const [from, to] = [Math.max(low / room, Number.MIN_VALUE), high * room];
  // Clamped, since 0 and less have no logarithm: they are placed at the lower end.
  const scale = scaleLog().domain([from, to]).range(range).clamp(true);
  const within = listLogTicks(from, to).filter((value) => value >= from && value <= to);
  return { kind: 'log', place: scale, ticks: spaceOut(within, scale, spacing) };
}

function scaleBySymlog(
  low: number,
  high: number,
  smallest: number,
  { range, spacing }: ScaleOptions,
): ValueScale {
  const largest = Math.max(Math.abs(low), Math.abs(high));
  const small = Math.max(smallest, largest * FINEST);
  const plain = scaleSymlog().constant(small).domain([low, high]).range([0, 1]);
  // The room at the ends is a share of the length drawn, not of the domain.
  const scale = scaleSymlog()
    .constant(small)
    .domain([plain.invert(-PADDING), plain.invert(1 + PADDING)])
    .range(range)
    .clamp(true);
  const sizes = listExponents(small, largest).map((exponent) => Number(`1e${exponent}`));
  const values = [0, ...sizes.toReversed().flatMap((size) => [size, -size])];
  const within = values.filter((value) => value >= low && value <= high);
  return { kind: 'symlog', place: scale, ticks: spaceOut(within, scale, spacing) };
}

/** Powers of ten; over a few of them 2 and 5 times as much too, and within a single one what is equally spaced. */
function listLogTicks(from: number, to: number): number[] {
  if (to / from < 20) return scaleLinear().domain([from, to]).ticks(8);
  const exponents = listExponents(from, to);
  const steps = exponents.length < 4 ? [1, 2, 5] : [1];
  return [exponents[0] - 1, ...exponents].flatMap((exponent) =>
    steps.map((step) => Number(`${step}e${exponent}`)),
  );
}

/** The powers of ten from the one at or above `from`. */
function listExponents(from: number, to: number): number[] {
  const [first, last] = [Math.ceil(Math.log10(from)), Math.floor(Math.log10(to))];
  return Array.from({ length: Math.max(last - first + 1, 1) }, (_, i) => first + i);
}

/** Ticks in the order of their importance, less those too near one that is there already. */
function spaceOut(values: readonly number[], place: (value: number) => number, spacing: number): Tick[] {
  const kept: number[] = [];
  for (const value of values) {
    if (kept.every((other) => Math.abs(place(other) - place(value)) >= spacing * 0.5)) kept.push(value);
  }
  return kept.map((value) => ({ value, label: formatFigure(value) }));
}
