import { METRIC_KINDS } from '../recipe/metrics.ts';
import type { LambdaReport, Report } from '../report/schema.ts';
import { formatCount } from '../words/amounts.ts';
import { listSome } from '../words/lists.ts';
import { formatFigure } from '../words/numbers.ts';
import { drawLambdaAxis, drawUpright, fitUpright, nameLambdaAxis, type Panel } from './axes/axes.ts';
import { type LambdaScale, scaleLambdas } from './axes/lambda-scale.ts';
import type { ValueScale } from './axes/value-scale.ts';
import { drawChoices } from './choices.ts';
import {
  type Chart,
  type Drawing,
  drawLegend,
  drawNotes,
  type LegendEntry,
  makeChart,
  type Pen,
} from './drawing/frame.ts';
import { drawBar, drawDots, drawMean, scatter } from './drawing/marks.ts';
import type { Spot } from './drawing/spots.ts';
import { element, groupLambda, rule, tip } from './drawing/svg.ts';
import { TICK_SIZE, writeText } from './drawing/text.ts';
import { colourLambdas, type Theme } from './drawing/theme.ts';
import {
  explainBaseline,
  explainErrors,
  explainPairs,
  explainRegion,
  explainVerdicts,
  noteErrors,
} from './explain.ts';
import { crossUpright, makeLambdaSpot, tellLevels, tellMean, tellVerdict } from './lambda-spots.ts';
import { describeMean as describeOneMean, tellPairs } from './means.ts';
import { findStanding, nameLambda, nameMetric, namePair, readMetric, sortLambdas } from './read-report.ts';
import { describeLevels, drawLevels, explainLevels, findReached } from './references.ts';

/** Lambdas that a description or a note lists at most. */
const MOST_LISTED = 40;
/** Px either side of a lambda within which its dots are scattered, so that the bar hides fewer. */
const REACH = 5;

/** The deciding metric on the validation rows against lambda. Null where no pair has a value. */
export function chartMetric(report: Report): Chart | null {
  const rows = sortLambdas(report);
  if (rows.every((row) => readMetric(report, row).values.every((value) => value === null))) return null;
  const pairs = formatCount(report.design.pairs, 'pair');
  const spread = hasErrors(report) ? ', mean and one standard error' : ' and mean';
  const title = `${capitalise(nameMetric(report))} against lambda: every pair${spread}`;
  const description = `${pairs} for each lambda; ${nameDirection(report)}. ${describeRows(report, rows)}. ${describeChoice(report)}${describeReferences(report)}`;
  return makeChart('metric', title, description, (pen) => drawMetric(report, rows, pen), {
    axis: { name: 'lambda', scale: 'log' },
    hasSpots: true,
  });
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function hasErrors(report: Report): boolean {
  return report.lambdas.some((row) => (readMetric(report, row).se ?? null) !== null);
}

function nameDirection({ test }: Report): string {
  return METRIC_KINDS[test.metric].higherIsBetter ? 'higher is better' : 'lower is better';
}

function describeRows(report: Report, rows: readonly LambdaReport[]): string {
  return listSome(
    rows.map((row) => describeMean(report, row)),
    MOST_LISTED,
  );
}

function describeMean(report: Report, row: LambdaReport): string {
  return describeOneMean(nameLambda(row.lambda), readMetric(report, row), findStanding(report, row));
}

function describeChoice({ choice }: Report): string {
  if (choice.minimum === null) return 'No lambda of 0 or more has a mean.';
  const best = `The best mean of the lambdas from 0 up is at ${nameLambda(choice.minimum)}`;
  if (choice.oneStandardError === null) return `${best}.`;
  return `${best}; the largest within one standard error of it is ${nameLambda(choice.oneStandardError)}.`;
}

function describeReferences(report: Report): string {
  const levels = describeLevels(report);
  return levels.length === 0 ? '' : ` Beside the chosen network: ${levels.join('; ')}.`;
}

interface Stage {
  readonly report: Report;
  readonly rows: readonly LambdaReport[];
  readonly panel: Panel;
  readonly values: ValueScale;
  readonly lambdas: LambdaScale;
  readonly theme: Theme;
}

function drawMetric(report: Report, rows: readonly LambdaReport[], pen: Pen): Drawing {
  const { width, theme } = pen;
  const pairs = listValues(report);
  const levels = findReached(report, pairs);
  const entries = [...listEntries(report, theme), ...explainLevels(levels, theme)];
  const legend = drawLegend(entries, 2, pen);
  const top = legend.height + 32;
  const bottom = top + Math.min(Math.max(width * 0.42, 190), 320);
  const { scale: values, margin } = fitUpright([...pairs, ...levels.map(({ mean }) => mean)], {
    top,
    bottom,
  });
  const panel = { left: margin, right: width - 20, top, bottom };
  const { choice, test } = report;
  const first = [choice.minimum, choice.oneStandardError, test.baseline].filter((each) => each !== null);
  const lambdas = scaleLambdas(
    rows.map(({ lambda }) => lambda),
    panel.left,
    panel.right,
    first,
    pen.axis,
  );
  const stage = { report, rows, panel, values, lambdas, theme };
  const choices = drawChoices(report.choice, lambdas, panel, theme);
  const below = bottom + 24 + choices.height;
  const notes = drawNotes(listNotes(report, rows, levels), below + 20, pen);
  const body = [
    legend.body,
    writeText(4, top - 12, `${nameMetric(report)}, ${nameDirection(report)}`, {
      fill: theme.muted,
      room: width - 8,
    }),
    drawBand(stage),
    drawUpright(values, panel, theme),
    drawBaseline(stage),
    drawLevels(levels, values, panel, theme),
    drawLambdaAxis(lambdas, panel, theme),
    ...drawPairs(stage),
    ...drawMeans(stage),
    choices.body,
    writeText(panel.right, below + 12, nameLambdaAxis(panel.right, pen.axis), {
      fill: theme.muted,
      anchor: 'end',
      size: TICK_SIZE,
    }),
    notes.body,
  ];
  const spots = rows.map((row) => findLambdaSpot(stage, levels, row));
  return { body: body.join(''), height: below + 22 + notes.height, spots };
}

/** What the chart says at a lambda. */
function findLambdaSpot(stage: Stage, levels: ReturnType<typeof findReached>, row: LambdaReport): Spot {
  const { report, panel, values, lambdas } = stage;
  const { lambda } = row;
  const x = lambdas.place(lambda);
  const { mean, values: pairs } = readMetric(report, row);
  return makeLambdaSpot(lambda, [crossUpright(x, panel)], () => [
    tellMean(report, row, {
      colour: colour(stage)(lambda),
      points: mean === null ? [] : [[x, values.place(mean)]],
    }),
    ...tellPairs(pairs.filter((value) => value !== null)),
    tellVerdict(report, row),
    ...tellLevels(report, levels),
  ]);
}

function listEntries(report: Report, theme: Theme): LegendEntry[] {
  const { baseline, region, baselineMean } = report.test;
  return [
    explainPairs(theme),
    ...(hasErrors(report) ? [explainErrors(theme)] : []),
    ...(baseline === null || baselineMean === null ? [] : [explainBaseline(nameLambda(baseline), theme)]),
    ...explainRegion(baselineMean === null ? null : region, theme),
    ...explainVerdicts(report, theme),
  ];
}

/** All that the value axis must hold, save references. */
function listValues(report: Report): number[] {
  const { baselineMean } = report.test;
  const values = report.lambdas.flatMap((row) => {
    const { mean, se, values: each } = readMetric(report, row);
    const ends = mean === null ? [] : [mean - (se ?? 0), mean + (se ?? 0)];
    return [...each.filter((value) => value !== null), ...ends];
  });
  return (baselineMean === null ? values : [...values, baselineMean]).filter(Number.isFinite);
}

function drawBand({ report: { test }, panel, values, theme }: Stage): string {
  const { baselineMean, region } = test;
  if (baselineMean === null || region === null) return '';
  const [low, high] = [baselineMean - region, baselineMean + region].map((value) => values.place(value));
  const edge = { stroke: theme.neutral, 'stroke-width': 0.5 };
  const { left, right } = panel;
  return (
    element('rect', { x: left, y: high, width: right - left, height: low - high, fill: theme.band }) +
    rule(left, low, right, low, edge) +
    rule(left, high, right, high, edge)
  );
}

function drawBaseline({ report: { test }, panel, values, theme }: Stage): string {
  if (test.baselineMean === null) return '';
  const y = values.place(test.baselineMean);
  return rule(panel.left, y, panel.right, y, { stroke: theme.neutral, 'stroke-width': 1.5 });
}

function colour({ report, rows, theme }: Stage): (lambda: number) => string {
  return colourLambdas(
    rows.map(({ lambda }) => lambda),
    report.test.baseline,
    theme,
  );
}

function drawPairs(stage: Stage): string[] {
  const { report, rows, values, lambdas } = stage;
  const colourOf = colour(stage);
  return rows.map((row) => {
    const dots = readMetric(report, row).values.flatMap((value, i) => {
      if (value === null) return [];
      const text = `${nameLambda(row.lambda)}, ${namePair(report, i)}: ${formatFigure(value)}`;
      return [{ x: lambdas.place(row.lambda) + scatter(i) * REACH, y: values.place(value), text }];
    });
    return groupLambda(row.lambda, drawDots(dots, colourOf(row.lambda)));
  });
}

function drawMeans(stage: Stage): string[] {
  const { report, rows, values, lambdas, theme } = stage;
  const colourOf = colour(stage);
  return rows.map((row) => {
    const { mean, se } = readMetric(report, row);
    if (mean === null) return '';
    const [x, shade] = [lambdas.place(row.lambda), colourOf(row.lambda)];
    const error = se ?? 0;
    const bar =
      error === 0 ? '' : drawBar([x, values.place(mean - error)], [x, values.place(mean + error)], shade);
    const mark = drawMean(findStanding(report, row), x, values.place(mean), shade, theme);
    return element('g', { 'data-lambda': String(row.lambda) }, tip(describeMean(report, row)), bar, mark);
  });
}

function listNotes(
  report: Report,
  rows: readonly LambdaReport[],
  levels: ReturnType<typeof findReached>,
): string[] {
  const beyond = describeLevels(report, levels);
  const missing = rows.flatMap((row) => {
    const { mean, reason } = readMetric(report, row);
    return mean === null
      ? [`${nameLambda(row.lambda)} has no mean${reason === undefined ? '' : ` (${reason})`}`]
      : [];
  });
  return [
    ...(hasErrors(report) ? [noteErrors('lambdas')] : []),
    ...(beyond.length === 0 ? [] : [`Beyond the axis: ${beyond.join('; ')}.`]),
    ...(missing.length === 0 ? [] : [`${listSome(missing, 3)}.`]),
  ];
}
