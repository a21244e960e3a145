import type { Report } from '../report/schema.ts';
import { formatFigure } from '../words/numbers.ts';
import { nameReference } from '../words/references.ts';
import type { Panel } from './axes/axes.ts';
import type { ValueScale } from './axes/value-scale.ts';
import type { LegendEntry } from './drawing/frame.ts';
import { rule } from './drawing/svg.ts';
import type { Theme } from './drawing/theme.ts';

/** A reference with a mean, and how its line is dashed. */
interface Level {
  readonly name: string;
  readonly mean: number;
  readonly verdict: string;
  readonly dashes: string;
}

const DASHES = { mean: '2 3', linear: '8 4' };

/** The references that have a mean, as levels of the metric. */
function listLevels(report: Report): Level[] {
  return report.references.flatMap((reference) => {
    const { mean } = reference.validation[report.test.metric];
    const verdict = reference.comparison?.verdict ?? 'not tested';
    const dashes = DASHES[reference.name];
    return mean === null
      ? []
      : [{ name: nameReference(reference.name, report.data.task), mean, verdict, dashes }];
  });
}

/** The levels within reach of an axis that shows some values: those that at most double its length at either end. */
export function findReached(report: Report, values: readonly number[]): Level[] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return listLevels(report).filter(({ mean }) => mean >= 2 * low - high && mean <= 2 * high - low);
}

/** A dashed line for each level. */
export function drawLevels(levels: readonly Level[], values: ValueScale, panel: Panel, theme: Theme): string {
  return levels
    .map(({ mean, dashes }) => drawDashes(panel.left, panel.right, values.place(mean), dashes, theme))
    .join('');
}

export function explainLevels(levels: readonly Level[], theme: Theme): LegendEntry[] {
  return levels.map(({ name, dashes }) => ({
    label: name,
    sample: (x, y) => drawDashes(x, x + 20, y, dashes, theme),
  }));
}

/** What is said of levels in words: all of them, or those that the chart has no room for. */
export function describeLevels(report: Report, shown: readonly Level[] = []): string[] {
  const left = listLevels(report).filter(({ name }) => shown.every((other) => other.name !== name));
  return left.map(({ name, mean, verdict }) => `${name}: mean ${formatFigure(mean)}, ${verdict}`);
}

function drawDashes(from: number, to: number, y: number, dashes: string, { ink }: Theme): string {
  return rule(from, y, to, y, { stroke: ink, 'stroke-width': 1.5, 'stroke-dasharray': dashes });
}
