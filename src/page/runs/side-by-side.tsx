import { useMemo } from 'preact/hooks';
import { chartOverlay } from '../../charts/overlay.ts';
import { METRIC_KINDS } from '../../recipe/metrics.ts';
import { type CommonLambda, diffReports, type ReportDiff } from '../../report/diff/diff.ts';
import { type Difference, sayValue } from '../../report/diff/differences.ts';
import type { Report } from '../../report/schema.ts';
import { formatAligned, formatLambda, keepUnits } from '../../words/numbers.ts';
import { Figure } from '../answer/drawing.tsx';
import { ScrollRegion } from '../scroll-region.tsx';
import './side-by-side.css';

interface NamedReport {
  readonly name: string;
  readonly report: Report;
}

/** Two reports beside each other: what each says, what the second is beside the first, and in what they differ. */
export function SideBySide({ a, b }: { a: NamedReport; b: NamedReport }) {
  const diff = useMemo(
    () => diffReports(a.report, b.report, { a: a.name, b: b.name }),
    [a.report, b.report, a.name, b.name],
  );
  const chart = useMemo(() => chartOverlay(a, b), [a.report, b.report, a.name, b.name]);
  const names = [a.name, b.name] as const;
  return (
    <section class="side-by-side" aria-labelledby="side-by-side-title">
      <h3 id="side-by-side-title">Two runs, side by side</h3>
      <p class="headline">{keepUnits(diff.sentence)}</p>
      {diff.notes.map((note) => (
        <p key={note} class="hint">
          {keepUnits(note)}
        </p>
      ))}
      <div class="pair">
        <Headline name={a.name} text={diff.headlines.a} />
        <Headline name={b.name} text={diff.headlines.b} />
      </div>
      <Differences diff={diff} names={names} />
      <CommonLambdas diff={diff} names={names} metrics={[a.report.test.metric, b.report.test.metric]} />
      {chart !== null && <Figure chart={chart} level="h4" />}
    </section>
  );
}

function Headline({ name, text }: { name: string; text: string }) {
  return (
    <div>
      <h4>{name}</h4>
      <p>{keepUnits(text)}</p>
    </div>
  );
}

interface PartProps {
  readonly diff: ReportDiff;
  readonly names: readonly [string, string];
}

function Differences({ diff: { same, recipe, data, made }, names }: PartProps) {
  const rows: Difference[] = [
    ...recipe,
    ...data.map((each) => ({ ...each, path: `data: ${each.path}` })),
    ...made,
  ];
  if (rows.length === 0) {
    return same ? null : <p class="hint">Recipes, data and versions are the same.</p>;
  }
  return (
    <ScrollRegion label="What differs in recipe and data">
      <table>
        <caption>What differs in recipe and data</caption>
        <thead>
          <tr>
            <th scope="col">field</th>
            {names.map((name, i) => (
              <th key={i} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ path, a, b }) => (
            <tr key={path}>
              <th scope="row">{path}</th>
              <td>{sayValue(a)}</td>
              <td>{sayValue(b)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

interface LambdasProps extends PartProps {
  readonly metrics: readonly [Report['test']['metric'], Report['test']['metric']];
}

function CommonLambdas({ diff: { lambdas, reasons }, names, metrics }: LambdasProps) {
  if (lambdas.length === 0) return <p class="hint">No lambda is in both.</p>;
  const isTested = reasons.length === 0;
  return (
    <ScrollRegion label="The lambdas of both">
      <table class="numbers">
        <caption>The lambdas of both: mean ± standard error</caption>
        <thead>
          <tr>
            <th scope="col">lambda</th>
            {names.map((name, i) => (
              <th key={i} scope="col">
                {METRIC_KINDS[metrics[i]].label}, {name}
              </th>
            ))}
            {isTested && (
              <th scope="col" data-kind="word">
                the second is
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {lambdas.map((each) => (
            <tr key={each.lambda} title={each.comparison?.sentence}>
              <th scope="row">{formatLambda(each.lambda)}</th>
              <td>{showMean(each.a)}</td>
              <td>{showMean(each.b)}</td>
              {isTested && <td data-kind="word">{sayMeeting(each)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function showMean({ mean, se }: CommonLambda['a']): string {
  return se === null ? formatAligned(mean, 4) : `${formatAligned(mean, 4)} ± ${formatAligned(se, 2)}`;
}

function sayMeeting({ same, comparison }: CommonLambda): string {
  return same ? 'the same' : (comparison?.verdict ?? 'not tested');
}
