import type { Choice } from '../report/schema.ts';
import type { Panel } from './axes/axes.ts';
import type { LambdaScale } from './axes/lambda-scale.ts';
import type { Drawing } from './drawing/frame.ts';
import { drawTriangle } from './drawing/marks.ts';
import { tip } from './drawing/svg.ts';
import { measureText, TEXT_SIZE, writeText } from './drawing/text.ts';
import type { Theme } from './drawing/theme.ts';
import { nameLambda } from './read-report.ts';

const ROW_HEIGHT = 17;
/** Px from the middle of a mark to its label. */
const GAP = 10;

/** The two choices below the axis of lambdas, each in a row of its own, so that they never collide. */
export function drawChoices(choice: Choice, lambdas: LambdaScale, panel: Panel, theme: Theme): Drawing {
  const choices = [
    { lambda: choice.minimum, names: ['best mean of lambda \u2265 0', 'best mean'], fill: theme.ink },
    {
      lambda: choice.oneStandardError,
      names: ['one-standard-error rule', '1-SE rule'],
      fill: theme.background,
    },
  ].flatMap(({ lambda, ...rest }) => (lambda === null ? [] : [{ lambda, ...rest }]));
  const rows = choices.map(({ lambda, names, fill }, i) => {
    const [x, y] = [lambdas.place(lambda), panel.bottom + 30 + i * ROW_HEIGHT];
    const mark = drawTriangle(
      x,
      y,
      { fill, stroke: theme.ink, 'stroke-width': 1.5 },
      tip(nameLambda(lambda)),
    );
    const { text, anchor } = findPlace(names, x, panel.right + GAP);
    const at = anchor === 'start' ? x + GAP : x - GAP;
    return mark + writeText(at, y + 4, text, { fill: theme.ink, anchor });
  });
  return { body: rows.join(''), height: rows.length * ROW_HEIGHT };
}

/** The longest name that has room on either side of the mark. */
function findPlace(
  names: readonly string[],
  x: number,
  end: number,
): { readonly text: string; readonly anchor: 'start' | 'end' } {
  for (const text of names) {
    const length = measureText(text, TEXT_SIZE) + GAP;
    if (x + length <= end) return { text, anchor: 'start' };
    if (x - length >= 0) return { text, anchor: 'end' };
  }
  return { text: names[names.length - 1], anchor: x < end / 2 ? 'start' : 'end' };
}
