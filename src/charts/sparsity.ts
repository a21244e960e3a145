import type { LambdaReport, Report } from '../report/schema.ts';
import { listSome } from '../words/lists.ts';
import { formatFigure, shortenLambda, wholePercent } from '../words/numbers.ts';
import { drawLevel, drawUpright, fitUpright, type Panel } from './axes/axes.ts';
import { planPanels } from './axes/two-panels.ts';
import { keepWhole, scaleValues, type ValueScale } from './axes/value-scale.ts';
import { drawCurve, type Point } from './drawing/curves.ts';
import {
  type Chart,
  type Drawing,
  drawLegend,
  type LegendEntry,
  makeChart,
  type Pen,
} from './drawing/frame.ts';
import { drawLabels } from './drawing/labels.ts';
import { drawBar, drawMean } from './drawing/marks.ts';
import { tell } from './drawing/spots.ts';
import { element, rule, tip } from './drawing/svg.ts';
import { TICK_SIZE, writeText } from './drawing/text.ts';
import { colourLambdas, type Theme } from './drawing/theme.ts';
import { explainVerdicts } from './explain.ts';
import { crossUpright, makeLambdaSpot, tellLevels, tellMean, tellVerdict } from './lambda-spots.ts';
import { findStanding, nameLambda, nameMetric, readMetric, sortLambdas } from './read-report.ts';
import { drawLevels, explainLevels, findReached } from './references.ts';

const MOST_LISTED = 40;

/** What a lambda costs and what it leaves. */
interface Kept {
  readonly row: LambdaReport;
  readonly mean: number;
  readonly se: number;
  /** Features kept, and the share of the weights that are not exactly zero, in percent. */
  readonly features: number;
  readonly weights: number;
}

/**
 * The deciding metric against features kept and against weights kept, for the lambdas from 0 up: what sparsity costs.
 * Null where nothing becomes zero.
 */
export function chartSparsity(report: Report): Chart | null {
  const kept = listKept(report);
  if (kept.every(({ weights }) => weights === 100)) return null;
  const described = kept.map(({ row, mean, features, weights }) => {
    const parts = `${formatFigure(features)} features and ${wholePercent(weights / 100)} % of the weights kept`;
    return `${nameLambda(row.lambda)}: ${parts}, mean ${formatFigure(mean)}, ${findStanding(report, row)}`;
  });
  return makeChart(
    'sparsity',
    `What sparsity costs: ${nameMetric(report)} against features and weights kept`,
    `Means over the pairs, of ${report.data.features.length} features. ${listSome(described, MOST_LISTED)}.`,
    (pen) => drawSparsity(report, kept, pen),
    { hasSpots: true },
  );
}

/** The lambdas from 0 up that have all three figures, from the smallest. */
function listKept(report: Report): Kept[] {
  const { path } = report;
  return sortLambdas(report).flatMap((row) => {
    const i = path.lambda.indexOf(row.lambda);
    const { mean, se } = readMetric(report, row);
    const [zeros, features] = [path.zeros[i] ?? null, path.features[i] ?? null];
    if (row.lambda < 0 || mean === null || zeros === null || features === null) return [];
    return [{ row, mean, se: se ?? 0, features, weights: 100 * (1 - zeros) }];
  });
}

interface Stage {
  readonly report: Report;
  readonly kept: readonly Kept[];
  readonly values: ValueScale;
  readonly colourOf: (lambda: number) => string;
  readonly theme: Theme;
}

function drawSparsity(report: Report, kept: readonly Kept[], pen: Pen): Drawing {
  const { width, theme } = pen;
  const { baselineMean } = report.test;
  const ends = kept.flatMap(({ mean, se }) => [mean - se, mean + se]);
  const all = (baselineMean === null ? ends : [...ends, baselineMean]).filter(Number.isFinite);
  const levels = findReached(report, all);
  const legend = drawLegend([...listEntries(report, theme), ...explainLevels(levels, theme)], 2, pen);
  const plan = planPanels(width, legend.height, 42);
  const heights = [...all, ...levels.map(({ mean }) => mean)];
  const axes = [fitUpright(heights, plan.spans[0]), fitUpright(heights, plan.spans[1])] as const;
  const panels = plan.place(axes, 24);
  const colourOf = colourLambdas(
    report.lambdas.map(({ lambda }) => lambda),
    report.test.baseline,
    theme,
  );
  const mosts = [report.data.features.length, 100];
  const drawn = panels.map((panel, p) => {
    const level = scaleValues([0, mosts[p]], {
      ...{ range: [panel.left, panel.right], spacing: 54, linear: true },
    } as const);
    const stage = { report, kept, values: axes[p].scale, colourOf, theme };
    const name = p === 0 ? 'features kept' : 'weights kept, %';
    const places = kept.map(({ mean, features, weights }): Point => {
      return [level.place(p === 0 ? features : weights), axes[p].scale.place(mean)];
    });
    const content = { name, level: keepWhole(level, 0, mosts[p]), places };
    return {
      places,
      body: drawPanel(stage, content, panel, drawLevels(levels, axes[p].scale, panel, theme)),
    };
  });
  const spots = kept.map((each, i) => {
    const points = drawn.map(({ places }) => places[i]);
    const lines = points.map(([x], p) => crossUpright(x, panels[p]));
    return makeLambdaSpot(
      each.row.lambda,
      lines,
      () => tellKept(report, each, points, colourOf, levels),
      points,
    );
  });
  return { body: legend.body + drawn.map(({ body }) => body).join(''), height: plan.end, spots };
}

function tellKept(
  report: Report,
  { row, features, weights }: Kept,
  points: readonly Point[],
  colourOf: Stage['colourOf'],
  levels: ReturnType<typeof findReached>,
) {
  return [
    tellMean(report, row, { colour: colourOf(row.lambda), points }),
    tell('features kept', `${formatFigure(features)} of ${report.data.features.length}`),
    tell('weights kept', `${wholePercent(weights / 100)} %`),
    tellVerdict(report, row),
    ...tellLevels(report, levels),
  ];
}

function listEntries(report: Report, theme: Theme): LegendEntry[] {
  const { choice, test } = report;
  const line = (x: number, y: number) => drawBaseline(x, x + 20, y, theme);
  return [
    ...explainVerdicts(report, theme),
    ...(test.baselineMean === null ? [] : [{ label: 'baseline', sample: line }]),
    ...(choice.lambda === null || choice.lambda < 0
      ? []
      : [
          {
            label: `the choice, ${nameLambda(choice.lambda)}`,
            sample: (x: number, y: number) => drawRing([x + 10, y], theme),
          },
        ]),
  ];
}

interface PanelContent {
  readonly name: string;
  readonly level: ValueScale;
  /** Where each lambda's mean lies. */
  readonly places: readonly Point[];
}

function drawPanel(
  { report, kept, values, colourOf, theme }: Stage,
  { name, level, places }: PanelContent,
  panel: Panel,
  levels: string,
): string {
  const { baselineMean } = report.test;
  const marks = kept.map(({ row, mean, se }, i) => {
    const [x, y] = places[i];
    const shade = colourOf(row.lambda);
    const bar = se === 0 ? '' : drawBar([x, values.place(mean - se)], [x, values.place(mean + se)], shade);
    const ring = row.lambda === report.choice.lambda ? drawRing([x, y], theme) : '';
    const mark = drawMean(findStanding(report, row), x, y, shade, theme);
    const said = `${nameLambda(row.lambda)}: mean ${formatFigure(mean)}`;
    return element('g', { 'data-lambda': String(row.lambda) }, tip(said), bar, ring, mark);
  });
  const labels = kept.map(({ row }, i) => ({
    text: shortenLambda(row.lambda),
    at: places[i],
    colour: colourOf(row.lambda),
  }));
  return [
    writeText(panel.left - 4, panel.top - 10, nameMetric(report), {
      fill: theme.muted,
      room: panel.right - panel.left + 20,
    }),
    drawUpright(values, panel, theme),
    drawLevel(level, panel, theme),
    baselineMean === null ? '' : drawBaseline(panel.left, panel.right, values.place(baselineMean), theme),
    levels,
    drawCurve(places, { colour: theme.neutral, width: 1.5 }),
    ...marks,
    drawLabels(labels, panel),
    writeText(panel.right, panel.bottom + 32, name, { fill: theme.muted, size: TICK_SIZE, anchor: 'end' }),
  ].join('');
}

function drawBaseline(from: number, to: number, y: number, { neutral }: Theme): string {
  return rule(from, y, to, y, { stroke: neutral, 'stroke-width': 1.5 });
}

/** What the choice is marked by. */
function drawRing([x, y]: Point, { ink }: Theme): string {
  return element('circle', { cx: x, cy: y, r: 10, fill: 'none', stroke: ink, 'stroke-width': 1.5 });
}
