import type { AxisScale, Chart, Look } from '../../../charts/charts.ts';
import { formatLambda } from '../../../words/numbers.ts';

interface LooksProps {
  readonly chart: Chart;
  readonly look: Look;
  readonly onLook: (look: Look) => void;
}

const SCALES: readonly (readonly [AxisScale, string])[] = [
  ['linear', 'linear'],
  ['log', 'logarithmic'],
];

/** What can be changed about a chart: the scale of an axis, and which curves are drawn. */
export function Looks({ chart: { title, axis, series = [] }, look, onLook }: LooksProps) {
  return (
    <div class="looks small">
      {axis && (
        <fieldset aria-label={`Scale of the ${axis.name} axis: ${title}`}>
          {axis.name} axis
          {SCALES.map(([scale, name]) => (
            <button
              key={scale}
              type="button"
              class="scale"
              aria-pressed={(look.axis ?? axis.scale) === scale}
              onClick={() => onLook({ ...look, axis: scale })}
            >
              {name}
            </button>
          ))}
        </fieldset>
      )}
      {series.length > 1 && <Curves {...{ title, series, look, onLook }} />}
    </div>
  );
}

type CurvesProps = Pick<LooksProps, 'look' | 'onLook'> & Required<Pick<Chart, 'title' | 'series'>>;

/** A button for each curve: pressed while the curve is drawn. */
function Curves({ title, series, look, onLook }: CurvesProps) {
  const { hidden = [] } = look;
  const toggle = (lambda: number) => {
    const others = hidden.filter((each) => each !== lambda);
    onLook({ ...look, hidden: others.length < hidden.length ? others : [...hidden, lambda] });
  };
  return (
    <fieldset aria-label={`Lambdas drawn: ${title}`}>
      lambda
      {series.map(({ lambda, colour }) => (
        <button
          key={lambda}
          type="button"
          class="curve"
          aria-pressed={!hidden.includes(lambda)}
          onClick={() => toggle(lambda)}
        >
          <span class="swatch" style={{ background: `light-dark(${colour('light')}, ${colour('dark')})` }} />
          {formatLambda(lambda)}
        </button>
      ))}
    </fieldset>
  );
}
