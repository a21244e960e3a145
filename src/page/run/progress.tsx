import { drawLiveCurves, drawLiveMetric } from '../../charts/live.ts';
import { METRIC_KINDS } from '../../recipe/metrics.ts';
import { formatSeconds } from '../../words/amounts.ts';
import { formatLambda, formatNumber } from '../../words/numbers.ts';
import { ChartDrawing } from '../answer/drawing.tsx';
import type { Live } from './live.ts';

/** A running or stopped comparison: how much is done, and what it shows so far. */
export function ProgressSection({ live, isStopped }: { live: Live; isStopped: boolean }) {
  const { done, of, secondsLeft, values, points } = live;
  return (
    <section aria-labelledby="progress-title">
      <h2 id="progress-title">{isStopped ? 'Stopped' : 'Comparing'}</h2>
      {isStopped ? (
        <p class="headline">
          Stopped after {done} of {of} trials. There is no verdict: a comparison stopped because of what it
          showed is no test. What was done:
        </p>
      ) : (
        <>
          <progress aria-label="Trials done" max={Math.max(of, 1)} value={done} />
          <p class="figures">
            {of === 0 ? 'Starting ...' : `${done} of ${of} trials`}
            {secondsLeft !== null && `, about ${formatSeconds(secondsLeft)} left`}
          </p>
        </>
      )}
      {values.length > 0 && <ChartDrawing draw={(options) => drawLiveMetric(live, options)} />}
      {points.length > 0 && <ChartDrawing draw={(options) => drawLiveCurves(live, options)} />}
      {isStopped && values.length > 0 && <Means live={live} />}
    </section>
  );
}

function Means({ live: { lambdas, values, metric } }: { live: Live }) {
  const { label } = METRIC_KINDS[metric];
  return (
    <table class="numbers">
      <caption>Trials done</caption>
      <thead>
        <tr>
          <th scope="col">lambda</th>
          <th scope="col">trials</th>
          <th scope="col">mean validation {label}</th>
        </tr>
      </thead>
      <tbody>
        {lambdas.map((lambda) => {
          const own = values.filter((each) => each.lambda === lambda);
          const mean = own.length === 0 ? null : own.reduce((sum, { value }) => sum + value, 0) / own.length;
          return (
            <tr key={lambda}>
              <th scope="row">{formatLambda(lambda)}</th>
              <td>{own.length}</td>
              <td>{formatNumber(mean)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
