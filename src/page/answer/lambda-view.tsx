import { useEffect, useRef } from 'preact/hooks';
import { listLambdaCharts } from '../../charts/lambda-charts.ts';
import { METRIC_KINDS, METRIC_NAMES } from '../../recipe/metrics.ts';
import type { LambdaReport, Report } from '../../report/schema.ts';
import { formatAligned, formatLambda, keepUnits } from '../../words/numbers.ts';
import { Figure } from './drawing.tsx';

interface LambdaViewProps {
  readonly report: Report;
  readonly lambda: number;
  readonly onClose: () => void;
}

/** One lambda in detail: its metrics, its predictions, its first layer. */
export function LambdaView({ report, lambda, onClose }: LambdaViewProps) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), [lambda]);
  const row = report.lambdas.find((candidate) => candidate.lambda === lambda);
  if (row === undefined) return null;
  const charts = listLambdaCharts(report, lambda);
  return (
    <section class="view" aria-labelledby="view-title">
      <h3 id="view-title" ref={title} tabIndex={-1}>
        lambda = {formatLambda(lambda)}
      </h3>
      {row.comparison !== null && <p>{keepUnits(row.comparison.sentence)}</p>}
      {row.diverged.length > 0 && (
        <p class="fault">
          {row.diverged.length} of {report.design.pairs} trials diverged.
        </p>
      )}
      <Metrics row={row} />
      <div class="figures-grid">
        {charts.map((chart) => (
          <Figure key={chart.name} chart={chart} level="h4" />
        ))}
      </div>
      {charts.length === 0 && <p class="hint">This data set is too large to show row by row.</p>}
      <button type="button" onClick={onClose}>
        Close lambda = {formatLambda(lambda)}
      </button>
    </section>
  );
}

function Metrics({ row: { validation, training } }: { row: LambdaReport }) {
  const names = METRIC_NAMES.filter((name) => validation[name] !== undefined);
  return (
    <table class="numbers">
      <caption>Means over the pairs</caption>
      <thead>
        <tr>
          <th scope="col">metric</th>
          <th scope="col">validation</th>
          <th scope="col">sd</th>
          <th scope="col">training</th>
        </tr>
      </thead>
      <tbody>
        {names.map((name) => (
          <tr key={name}>
            <th scope="row">{METRIC_KINDS[name].label}</th>
            <td title={validation[name].reason}>{formatAligned(validation[name].mean, 4)}</td>
            <td>{formatAligned(validation[name].sd, 2)}</td>
            <td>{formatAligned(training[name]?.mean, 4)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
