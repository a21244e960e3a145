import type { FirstLayer } from '../report/included.ts';
import type { Report } from '../report/schema.ts';
import { listSome } from '../words/lists.ts';
import { formatSigned } from '../words/numbers.ts';
import { drawLambdaAxis, drawUpright, fitUpright, nameLambdaAxis } from './axes/axes.ts';
import { scaleLambdas } from './axes/lambda-scale.ts';
import { drawCurve, drawEndLabels, type Point } from './drawing/curves.ts';
import { type Chart, type Drawing, drawNotes, makeChart, type Pen } from './drawing/frame.ts';
import { tell } from './drawing/spots.ts';
import { element, groupLambda, rule, tip } from './drawing/svg.ts';
import { measureText, TICK_SIZE, writeText } from './drawing/text.ts';
import { colourLambdas } from './drawing/theme.ts';
import { crossUpright, makeLambdaSpot } from './lambda-spots.ts';
import { nameLambda } from './read-report.ts';
import { nameColumn } from './weights.ts';

/** Inputs whose paths are drawn at most: their labels must fit. */
const MOST_PATHS = 16;

/** The weight of one input at each lambda; null where the trial diverged. */
interface Path {
  readonly name: string;
  readonly weights: readonly (number | null)[];
}

/**
 * The weight of each input of a linear model against lambda, as trained on the first pair. Null for a network with
 * hidden layers, for several outputs, and without the weights.
 */
export function chartCoefficients({ recipe, weights }: Report): Chart | null {
  if (weights === undefined || weights.units !== 1 || !isLinear(recipe)) return null;
  const layers = weights.lambdas.toSorted((a, b) => a.lambda - b.lambda);
  if (layers.every(({ values }) => values === null)) return null;
  const all = listPaths(weights.columns, layers);
  const paths = all.slice(0, MOST_PATHS);
  const notes =
    paths.length < all.length
      ? [`The ${paths.length} of ${all.length} inputs with the largest weights.`]
      : [];
  const described = paths.map(({ name, weights: path }) => `${name}: ${describePath(path)}`);
  const lambdas = layers.map(({ lambda }) => lambda);
  return makeChart(
    'coefficients',
    'Coefficients of the linear model against lambda',
    `Repeat ${weights.repeat}, fold ${weights.fold}: weights of the standardised inputs, from ${nameLambda(lambdas[0])} to ${nameLambda(lambdas[lambdas.length - 1])}. ${listSome(described, MOST_PATHS)}.`,
    (pen) => drawCoefficients(lambdas, paths, notes, pen),
    { axis: { name: 'lambda', scale: 'log' }, hasSpots: true },
  );
}

function isLinear({ network }: Report['recipe']): boolean {
  const { hidden } = (network ?? {}) as { hidden?: unknown };
  return Array.isArray(hidden) && hidden.length === 0;
}

/** The inputs' paths, those that reach farthest from 0 first. */
function listPaths(columns: FirstLayer['columns'], layers: FirstLayer['lambdas']): Path[] {
  const paths = columns.map((column, c) => ({
    name: nameColumn(column),
    weights: layers.map(({ values }) => values?.[c][0] ?? null),
  }));
  const reach = ({ weights }: Path) =>
    weights.reduce<number>((most, each) => Math.max(most, Math.abs(each ?? 0)), 0);
  return paths.toSorted((a, b) => reach(b) - reach(a));
}

function describePath(weights: Path['weights']): string {
  return weights.map((weight) => (weight === null ? 'diverged' : nameWeight(weight))).join(', ');
}

function nameWeight(weight: number): string {
  return weight === 0 ? '0' : formatSigned(weight);
}

function drawCoefficients(
  lambdas: readonly number[],
  paths: readonly Path[],
  notes: readonly string[],
  pen: Pen,
): Drawing {
  const { width, theme, axis } = pen;
  const span = { top: 30, bottom: 30 + Math.max(Math.min(width * 0.5, 320), paths.length * 14) };
  const weights = paths.flatMap((path) => path.weights.filter((weight) => weight !== null));
  const { scale, margin } = fitUpright([0, ...weights], span, { linear: true });
  const labels = Math.min(Math.max(...paths.map(({ name }) => measureText(name, TICK_SIZE))), width * 0.3);
  const panel = { left: margin, right: width - 20 - labels, ...span };
  const level = scaleLambdas(lambdas, panel.left, panel.right, [], axis);
  // By the weight where each path begins: warm below 0 and cool above, the farthest from 0 the strongest.
  const starts = paths.map((path) => path.weights.find((weight) => weight !== null) ?? 0);
  const colourOf = colourLambdas(starts, null, theme);
  const drawn = paths.map(({ name, weights: path }, p) => {
    const points = path.map((weight, i): Point | null =>
      weight === null ? null : [level.place(lambdas[i]), scale.place(weight)],
    );
    return { name, path, points, colour: colourOf(starts[p]) };
  });
  const below = drawNotes(notes, panel.bottom + 40, pen);
  const zero = scale.place(0);
  const body = [
    writeText(4, 16, 'weight of each standardised input', { fill: theme.muted, room: width - 8 }),
    drawUpright(scale, panel, theme),
    drawLambdaAxis(level, panel, theme),
    rule(panel.left, zero, panel.right, zero, { stroke: theme.neutral, 'stroke-width': 1.5 }),
    ...drawn.map(({ name, points, colour }) =>
      element('g', {}, tip(name), drawCurve(points, { colour, width: 1.75 })),
    ),
    ...lambdas.map((lambda, i) =>
      groupLambda(
        lambda,
        ...drawn.map(({ points, colour }) => {
          const point = points[i];
          return point === null
            ? ''
            : element('circle', { cx: point[0], cy: point[1], r: 2.5, fill: colour });
        }),
      ),
    ),
    drawEndLabels(
      drawn.flatMap(({ name, points, colour }) => {
        const end = points.findLast((point) => point !== null);
        return end === undefined || end === null ? [] : [{ text: name, colour, y: end[1] }];
      }),
      panel.right,
      panel.top,
      panel.bottom,
      labels + 5,
    ),
    writeText(panel.right, panel.bottom + 34, nameLambdaAxis(panel.right, axis), {
      ...{ fill: theme.muted, size: TICK_SIZE, anchor: 'end' },
    }),
    below.body,
  ];
  const spots = lambdas.map((lambda, i) =>
    makeLambdaSpot(lambda, [crossUpright(level.place(lambda), panel)], () =>
      drawn
        .flatMap(({ name, path, points, colour }) => {
          const [weight, point] = [path[i], points[i]];
          if (weight === null || point === null) return [];
          return [
            {
              weight,
              row: tell(name, weight === 0 ? 'exactly 0' : formatSigned(weight), {
                lambda,
                colour,
                points: [point],
              }),
            },
          ];
        })
        .toSorted((a, b) => b.weight - a.weight)
        .map(({ row }) => row),
    ),
  );
  return { body: body.join(''), height: panel.bottom + 42 + below.height, spots };
}
