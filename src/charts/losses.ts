import { takeMedianEpoch } from '../report/median-epoch.ts';
import type { LambdaReport, Report } from '../report/schema.ts';
import { listSome } from '../words/lists.ts';
import { formatFigure, shortenLambda } from '../words/numbers.ts';
import { fitUpright } from './axes/axes.ts';
import { planPanels } from './axes/two-panels.ts';
import { type CurvePanel, drawCurvePanel, MOST_CURVES } from './curve-panel.ts';
import { drawCurve, drawStop, type Point, thin } from './drawing/curves.ts';
import {
  type Chart,
  type Drawing,
  drawLegend,
  drawNotes,
  type LegendEntry,
  makeChart,
  type Pen,
} from './drawing/frame.ts';
import { measureText, TICK_SIZE } from './drawing/text.ts';
import { colourLambdas, type Theme } from './drawing/theme.ts';
import { nameLambda, sortLambdas } from './read-report.ts';

/** Losses fall fast and then slowly: a span that is small elsewhere asks for a logarithm here. */
export const WIDE_LOSSES = 3;
const WIDE_PENALTIES = 10;
const DASHES = '5 4';

/** The curves of one lambda, without what is not finite. */
interface Series {
  readonly lambda: number;
  readonly training: readonly Point[];
  readonly validation: readonly Point[];
  readonly penalty: readonly Point[];
  /** Where its validation loss stood at its best epoch; undefined where none can be chosen. */
  readonly stop: Point | undefined;
}

/** The learning curves, data loss and penalty apart. Null where no pair finished an epoch. */
export function chartLosses(report: Report): Chart | null {
  const all = sortLambdas(report)
    .map(readSeries)
    .filter(({ training }) => training.length > 0);
  if (all.length === 0) return null;
  const series = thin(all, MOST_CURVES);
  const notes = series.length < all.length ? [`${series.length} of ${all.length} lambdas are drawn.`] : [];
  const description = `Means over the pairs that reached the epoch. After the last epoch: ${listSome(series.map(describeEnd), MOST_CURVES)}.`;
  return makeChart('losses', 'Learning curves: data loss, and the penalty apart', description, (pen) =>
    drawLosses(report, series, notes, pen),
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

function drawLosses(report: Report, series: readonly Series[], notes: readonly string[], pen: Pen): Drawing {
  const { width, theme } = pen;
  const legend = drawLegend(listEntries(series, theme), 2, pen);
  const plan = planPanels(width, legend.height, 42);
  const losses = series.flatMap(({ training, validation }) => [...training, ...validation]);
  const penalties = series.flatMap(({ penalty }) => penalty);
  const values = (points: readonly Point[]) => points.map(([, value]) => value);
  const axes = [
    fitUpright(values(losses), plan.spans[0], { wide: WIDE_LOSSES }),
    fitUpright(values(penalties), plan.spans[1], { wide: WIDE_PENALTIES }),
  ] as const;
  const labels = series.map(({ lambda }) => measureText(shortenLambda(lambda), TICK_SIZE));
  const panels = plan.place(axes, Math.max(...labels) + 20);
  const last = losses.reduce((most, [epoch]) => Math.max(most, epoch), 1);
  const colourOf = colourLambdas(
    report.lambdas.map(({ lambda }) => lambda),
    report.test.baseline,
    theme,
  );
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
  return { body, height: plan.end + below.height };
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
