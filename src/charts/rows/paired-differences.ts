import type { Judgement } from '../../report/comparison.ts';
import { formatCount } from '../../words/amounts.ts';
import { listSome } from '../../words/lists.ts';
import { formatSigned } from '../../words/numbers.ts';
import { type Chart, type LegendEntry, makeChart } from '../drawing/frame.ts';
import { drawBar, type Standing } from '../drawing/marks.ts';
import { type SpotRow, tell } from '../drawing/spots.ts';
import type { Theme } from '../drawing/theme.ts';
import { explainPairs, explainRegion, explainStandings } from '../explain.ts';
import { type ChartRow, type Contender, drawRows, MOST_ROWS } from './draw-rows.ts';

/** One against the baseline, pair by pair. */
export interface PairedRow extends Contender {
  readonly differences: ChartRow['pairs'];
  readonly judgement: Judgement | null;
}

/** Paired differences from a baseline, whoever measured them. */
export interface PairedDifferences {
  /** What each row is. */
  readonly word: 'lambda' | 'candidate';
  readonly metric: string;
  readonly higherIsBetter: boolean;
  readonly baseline: string;
  /** In all, whether they have values or not. */
  readonly pairs: number;
  readonly namePair: (pair: number) => string;
  readonly region: number | null;
  /** At most `MOST_ROWS`. */
  readonly rows: readonly PairedRow[];
  /** What all got, those that are not drawn too. */
  readonly standings: readonly Standing[];
  readonly notes: readonly string[];
}

/** The differences of the pairs in which both have a value. */
export function subtractPairs(
  own: readonly (number | null)[],
  baseline: readonly (number | null)[],
): PairedRow['differences'] {
  return own.flatMap((value, pair) => {
    const against = baseline[pair];
    if (value === null || against === null || !Number.isFinite(value - against)) return [];
    return [{ pair, value: value - against }];
  });
}

/** The paired differences from the baseline, a row for each of the others. */
export function chartPairedDifferences(paired: PairedDifferences): Chart {
  const { word, metric, rows, notes } = paired;
  const better = paired.higherIsBetter ? 'higher' : 'lower';
  const described = listSome(rows.map(describeRow), MOST_ROWS);
  const adjusted = `Intervals and verdicts are adjusted for the number of ${word}s.`;
  const chart = {
    rows: rows.map(toChartRow),
    head: word,
    axis: `difference in ${metric}`,
    higherIsBetter: paired.higherIsBetter,
    level: 0,
    region: paired.region,
    namePair: paired.namePair,
    formatValue: formatSigned,
    legend: (theme: Theme) => listEntries(paired, theme),
    notes: rows.length > 1 && isTested(rows) ? [...notes, adjusted] : notes,
  };
  return makeChart(
    'differences',
    `Paired differences in ${metric} from ${paired.baseline}`,
    `Each ${word} minus the baseline on the same pair, ${formatCount(paired.pairs, 'pair')}; ${better} is better. ${described}.`,
    (pen) => drawRows(chart, pen),
    { hasSpots: true },
  );
}

function isTested(rows: readonly PairedRow[]): boolean {
  return rows.some(({ judgement }) => (judgement?.interval ?? null) !== null);
}

function describeRow({ name, judgement }: PairedRow): string {
  const difference = judgement?.difference ?? null;
  if (judgement === null || difference === null) return `${name}: ${judgement?.verdict ?? 'not tested'}`;
  return `${name}: mean difference ${formatSigned(difference)}${describeInterval(judgement)}, ${judgement.verdict}`;
}

function describeInterval({ interval, level }: Judgement): string {
  if (interval === null || level === null) return '';
  return `, ${Number((100 * level).toPrecision(3))} % interval ${interval.map(formatSigned).join(' to ')}`;
}

function toChartRow(row: PairedRow): ChartRow {
  const { differences, judgement, ...contender } = row;
  const { difference = null, interval = null } = judgement ?? {};
  return {
    ...contender,
    pairs: differences,
    mean: difference,
    ends: interval,
    said: describeRow(row),
    tell: (drawn) => tellRow(row, drawn),
  };
}

function tellRow({ standing, differences, judgement }: PairedRow, drawn: Partial<SpotRow>): SpotRow[] {
  const { difference = null, interval = null } = judgement ?? {};
  const span = interval?.map(formatSigned).join(' to ');
  return [
    tell('difference', difference === null ? 'none' : formatSigned(difference), drawn),
    ...(span === undefined ? [] : [tell('interval', span)]),
    tell(formatCount(differences.length, 'pair'), countBelow(differences)),
    tell('verdict', standing),
  ];
}

/** In how many pairs the metric is lower, and in how many higher. */
function countBelow(differences: PairedRow['differences']): string {
  const lower = differences.filter(({ value }) => value < 0).length;
  const higher = differences.filter(({ value }) => value > 0).length;
  return `${lower} lower, ${higher} higher`;
}

function listEntries({ rows, region, standings }: PairedDifferences, theme: Theme): LegendEntry[] {
  const sample = (x: number, y: number) => drawBar([x + 1, y], [x + 19, y], theme.ink);
  return [
    explainPairs(theme),
    ...(isTested(rows) ? [{ label: 'difference, interval', sample }] : []),
    ...explainRegion(region, theme),
    ...explainStandings(standings, theme),
  ];
}
