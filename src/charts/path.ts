import type { Report } from '../report/schema.ts';
import { listSome } from '../words/lists.ts';
import { formatFigure, wholePercent } from '../words/numbers.ts';
import { drawLambdaAxis, drawUpright, fitUpright, nameLambdaAxis, type Panel } from './axes/axes.ts';
import { scaleLambdas } from './axes/lambda-scale.ts';
import { planPanels } from './axes/two-panels.ts';
import { keepWhole, type ValueScale } from './axes/value-scale.ts';
import { drawCurve, type Point } from './drawing/curves.ts';
import { type Chart, type Drawing, makeChart, type Pen } from './drawing/frame.ts';
import { tell } from './drawing/spots.ts';
import { element, tip } from './drawing/svg.ts';
import { TICK_SIZE, writeText } from './drawing/text.ts';
import { colourLambdas } from './drawing/theme.ts';
import { crossUpright, makeLambdaSpot } from './lambda-spots.ts';
import { nameLambda } from './read-report.ts';

const MOST_LISTED = 40;

/** Exact zeros and features kept against lambda. Null where every lambda lost a trial. */
export function chartPath(report: Report): Chart | null {
  const { lambda, zeros, features } = report.path;
  if ([...zeros, ...features].every((value) => value === null)) return null;
  const described = lambda.map((each, i) => {
    const [zero, kept] = [zeros[i], features[i]];
    const parts = [
      zero === null ? 'no share of zeros' : `${wholePercent(zero)} % zeros`,
      kept === null ? 'no features counted' : `${formatFigure(kept)} features kept`,
    ];
    return `${nameLambda(each)}: ${parts.join(', ')}`;
  });
  return makeChart(
    'path',
    'What becomes zero: exact zeros, and features kept, against lambda',
    `Means over the pairs, of ${report.data.features.length} features. ${listSome(described, MOST_LISTED)}.`,
    (pen) => drawPath(report, pen),
    { axis: { name: 'lambda', scale: 'log' }, hasSpots: true },
  );
}

function drawPath({ path, test, data }: Report, pen: Pen): Drawing {
  const { width, theme } = pen;
  const plan = planPanels(width, 0, 44);
  // Both axes start at 0, and end at all there is.
  const axes = [
    fitUpright([0, 100], plan.spans[0], { linear: true }),
    fitUpright([0, data.features.length], plan.spans[1], { linear: true }),
  ] as const;
  const panels = plan.place(axes, 20);
  const colourOf = colourLambdas(path.lambda, test.baseline, theme);
  const shares = path.zeros.map((share) => (share === null ? null : share * 100));
  const draw = (
    i: 0 | 1,
    title: string,
    values: readonly (number | null)[],
    name: (value: number) => string,
  ) =>
    drawPanel(
      { title, values, name },
      path.lambda,
      panels[i],
      keepWhole(axes[i].scale, 0, [100, data.features.length][i]),
      colourOf,
      pen,
    );
  const body =
    draw(0, 'weights that are exactly zero, %', shares, (value) => `${wholePercent(value / 100)} % zeros`) +
    draw(1, 'features kept', path.features, (value) => `${formatFigure(value)} features kept`);
  const spots = path.lambda.map((lambda, i) => {
    const zero = path.zeros[i];
    const rows = [
      ['zeros', zero === null ? null : `${wholePercent(zero)} %`, shares[i]],
      ['features kept', formatKept(path.features[i], data.features.length), path.features[i]],
    ] as const;
    const places = panels.map((panel) => scaleLambdas(path.lambda, panel.left, panel.right, [], pen.axis));
    return makeLambdaSpot(
      lambda,
      places.map(({ place }, p) => crossUpright(place(lambda), panels[p])),
      () =>
        rows.map(([label, text, value], p) =>
          tell(label, text ?? 'none', {
            lambda,
            colour: colourOf(lambda),
            points: value === null ? [] : [[places[p].place(lambda), axes[p].scale.place(value)]],
          }),
        ),
    );
  });
  return { body, height: plan.end, spots };
}

function formatKept(kept: number | null, count: number): string | null {
  return kept === null ? null : `${formatFigure(kept)} of ${count}`;
}

interface PanelContent {
  readonly title: string;
  /** One for each lambda. */
  readonly values: readonly (number | null)[];
  name(value: number): string;
}

function drawPanel(
  { title, values, name }: PanelContent,
  lambdas: readonly number[],
  panel: Panel,
  scale: ValueScale,
  colourOf: (lambda: number) => string,
  { theme, axis }: Pen,
): string {
  const level = scaleLambdas(lambdas, panel.left, panel.right, [], axis);
  const points = values.map((value, i): Point | null =>
    value === null ? null : [level.place(lambdas[i]), scale.place(value)],
  );
  const dots = points.map((point, i) => {
    const value = values[i];
    if (point === null || value === null) return '';
    const text = `${nameLambda(lambdas[i])}: ${name(value)}`;
    return element(
      'circle',
      {
        ...{ cx: point[0], cy: point[1], r: 4, fill: colourOf(lambdas[i]), stroke: theme.background },
        'data-lambda': String(lambdas[i]),
      },
      tip(text),
    );
  });
  const room = panel.right - panel.left + 20;
  return [
    writeText(panel.left - 4, panel.top - 10, title, { fill: theme.muted, room }),
    drawUpright(scale, panel, theme),
    drawLambdaAxis(level, panel, theme),
    drawCurve(points, { colour: theme.neutral, width: 1.5 }),
    ...dots,
    writeText(panel.right, panel.bottom + 34, nameLambdaAxis(room, axis), {
      fill: theme.muted,
      size: TICK_SIZE,
      anchor: 'end',
    }),
  ].join('');
}
