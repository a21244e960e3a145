import { takeMedianEpoch } from '../report/median-epoch.ts';
import type { LambdaReport, Report } from '../report/schema.ts';
import { listSome } from '../words/lists.ts';
import { formatFigure, shortenLambda } from '../words/numbers.ts';
import { fitUpright, type UprightAxis } from './axes/axes.ts';
import { planPanels } from './axes/two-panels.ts';
import { type CurvePanel, drawCurvePanel, MOST_CURVES, placeIn } from './curve-panel.ts';
import { drawCurve, drawStop, type Point, thin } from './drawing/curves.ts';
import {
  type AxisScale,
  type Chart,
  type Drawing,
  drawLegend,
  drawNotes,
  type LegendEntry,
  makeChart,
  type Pen,
} from './drawing/frame.ts';
import { measureText, TICK_SIZE } from './drawing/text.ts';
import { colourLambdas, THEMES, type Theme } from './drawing/theme.ts';
import { findEpochs, type Series } from './epoch-spots.ts';
import { crossUpright } from './lambda-spots.ts';
import { nameLambda, sortLambdas } from './read-report.ts';

/** Losses fall fast and then slowly: a span that is small elsewhere asks for a logarithm here. */
export const WIDE_LOSSES = 3;
const WIDE_PENALTIES = 10;
const DASHES = '5 4';

/** The learning curves, data loss and penalty apart. Null where no pair finished an epoch. */
export function chartLosses(report: Report): Chart | null {
  const all = sortLambdas(report)
    .map(readSeries)
    .filter(({ training }) => training.length > 0);
  if (all.length === 0) return null;
  const series = thin(all, MOST_CURVES);
  const notes = series.length < all.length ? [`${series.length} of ${all.length} lambdas are drawn.`] : [];
  const description = `Means over the pairs that reached the epoch. After the last epoch: ${listSome(series.map(describeEnd), MOST_CURVES)}.`;
  const values = series.flatMap(listLosses);
  return makeChart(
    'losses',
    'Learning curves: data loss, and the penalty apart',
    description,
    (pen) => drawLosses(report, series, notes, pen),
    {
      series: series.map(({ lambda }) => ({
        lambda,
        colour: (theme) => colourAll(report, THEMES[theme])(lambda),
      })),
      axis: {
        name: 'loss',
        scale: fitLosses(values, { top: 0, bottom: 1 }).scale.kind === 'linear' ? 'linear' : 'log',
      },
      hasSpots: true,
    },
  );
}

function readSeries({ lambda, curves, bestEpochs = [] }: LambdaReport): Series {
  const read = (values: readonly number[], epochs = curves.epoch) =>
    epochs.flatMap((epoch, i): Point[] => (Number.isFinite(values[i]) ? [[epoch, values[i]]] : []));
  const best = takeMedianEpoch(bestEpochs);
  const validation = read(curves.validationDataLoss);
  return {
    lambda,
    training: read(curves.trainingDataLoss, curves.evaluatedEpoch),
    validation,
    penalty: read(curves.penalty),
    stop: validation.find(([epoch]) => epoch === best),
  };
}

function describeEnd({ lambda, training, validation, penalty, stop }: Series): string {
  const last = (name: string, points: readonly Point[]) => {
    const end = points.at(-1);
    return end === undefined ? [] : [`${name} ${formatFigure(end[1])}`];
  };
  const parts = [
    ...last('training data loss', training),
    ...last('validation data loss', validation),
    ...last('penalty', penalty),
    ...(stop === undefined ? [] : [`best epoch ${stop[0]}`]),
  ];
  return `${nameLambda(lambda)}: ${parts.join(', ')}`;
}

/** The values of data loss that the axis must hold. */
function listLosses({ training, validation }: Series): number[] {
  return [...training, ...validation].map(([, value]) => value);
}

/** Fits an axis to losses or penalties: by itself logarithmic where they span more than `wide` times. */
function fitLosses(
  values: readonly number[],
  span: Parameters<typeof fitUpright>[1],
  axis?: AxisScale,
  wide = WIDE_LOSSES,
): UprightAxis {
  return fitUpright(values, span, { linear: axis === 'linear', wide: axis === 'log' ? 1 : wide });
}

function colourAll({ lambdas, test }: Report, theme: Theme): (lambda: number) => string {
  return colourLambdas(
    lambdas.map(({ lambda }) => lambda),
    test.baseline,
    theme,
  );
}

function drawLosses(report: Report, all: readonly Series[], notes: readonly string[], pen: Pen): Drawing {
  const { width, theme, axis, hidden = [] } = pen;
  const series = all.filter(({ lambda }) => !hidden.includes(lambda));
  const legend = drawLegend(listEntries(all, theme), 2, pen);
  const plan = planPanels(width, legend.height, 42);
  const losses = series.flatMap(({ training, validation }) => [...training, ...validation]);
  const axes = [
    fitLosses(series.flatMap(listLosses), plan.spans[0], axis),
    fitLosses(
      series.flatMap(({ penalty }) => penalty.map(([, value]) => value)),
      plan.spans[1],
      axis,
      WIDE_PENALTIES,
    ),
  ] as const;
  // What is left out keeps its room, so that the panels stay where they are.
  const labels = all.map(({ lambda }) => measureText(shortenLambda(lambda), TICK_SIZE));
  const panels = plan.place(axes, Math.max(...labels) + 20);
  const last = losses.reduce((most, [epoch]) => Math.max(most, epoch), 1);
  const colourOf = colourAll(report, theme);
  const loss: CurvePanel = {
    title: 'data loss',
    curves: series.flatMap(({ lambda, training, validation }) => [
      { lambda, points: training, dashes: DASHES },
      { lambda, points: validation },
    ]),
    ends: series.flatMap(({ lambda, training, validation }) => {
      const end = validation.at(-1) ?? training.at(-1);
      return end === undefined ? [] : [{ lambda, end }];
    }),
    stops: series.flatMap(({ lambda, stop }) => (stop === undefined ? [] : [{ lambda, stop }])),
  };
  const penalty: CurvePanel = {
    title: 'penalty',
    curves: series.map(({ lambda, penalty: points }) => ({ lambda, points })),
    ends: series.flatMap(({ lambda, penalty: points }) => {
      const end = points.at(-1);
      return end === undefined ? [] : [{ lambda, end }];
    }),
  };
  const below = drawNotes(notes, plan.end, pen);
  const body =
    legend.body +
    drawCurvePanel(loss, panels[0], axes[0].scale, last, colourOf, theme) +
    drawCurvePanel(penalty, panels[1], axes[1].scale, last, colourOf, theme) +
    below.body;
  const places = panels.map((panel, p) => placeIn(panel, axes[p].scale, last));
  const spots = findEpochs(
    series,
    (epoch) => panels.map((panel, p) => crossUpright(places[p]([epoch, 0])[0], panel)),
    {
      colourOf,
      places: [places[0], places[1]],
    },
  );
  return { body, height: plan.end + below.height, spots };
}

function listEntries(series: readonly Series[], theme: Theme): LegendEntry[] {
  const sample = (dashes?: string) => (x: number, y: number) =>
    drawCurve(
      [
        [x, y],
        [x + 20, y],
      ],
      { colour: theme.ink, dashes },
    );
  const validated = series.some(({ validation }) => validation.length > 0);
  return [
    ...(validated ? [{ label: 'validation', sample: sample() }] : []),
    { label: 'training', sample: sample(DASHES) },
    ...(series.some(({ stop }) => stop !== undefined)
      ? [{ label: 'best epoch', sample: (x: number, y: number) => drawStop([x + 10, y], theme.ink, theme) }]
      : []),
  ];
}
