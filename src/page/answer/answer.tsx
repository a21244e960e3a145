import { useState } from 'preact/hooks';
import { listCharts } from '../../charts/charts.ts';
import type { Report } from '../../report/schema.ts';
import { formatCount, formatSeconds, sayLeftOut } from '../../words/amounts.ts';
import { describeArithmetic } from '../../words/arithmetic.ts';
import { keepUnits } from '../../words/numbers.ts';
import { loadLater } from '../loaded-later.tsx';
import type { LocalEngine } from '../run/local-engine.ts';
import type { Answered } from '../run/run.ts';
import type { Setup } from '../setup/setup.ts';
import { Figure } from './drawing.tsx';
import { Findings } from './findings.tsx';
import { LambdaTable } from './lambda-table.tsx';
import { TakeAway } from './take-away-section.tsx';

interface AnswerProps {
  readonly answered: Answered;
  readonly engine: LocalEngine;
  /** What the form says now, and how to change it. */
  readonly setup: Setup;
  readonly onChange: (change: Partial<Setup>) => void;
}

const WHERE: Readonly<Record<Answered['place'], string>> = {
  browser: 'in this browser',
  server: 'on the server',
  sweep: 'on the server, as a sweep',
  elsewhere: 'elsewhere',
};

/** The report: the answer in a sentence first, then what it rests on. */
export function AnswerSection({ answered, engine, ...form }: AnswerProps) {
  const { report, setup, place, seconds } = answered;
  const [opened, setOpened] = useState<number | null>(null);
  const { data, design } = report;
  const [first, ...others] = listCharts(report);
  return (
    <section aria-labelledby="answer-title" class="answer">
      <h2 id="answer-title">Answer</h2>
      <p class="headline">{keepUnits(report.headline)}</p>
      <ul class="advice">
        {report.advice.map(({ goal, sentence }) => (
          <li key={goal}>
            <strong>{goal}:</strong> {keepUnits(sentence)}
          </li>
        ))}
      </ul>
      <p class="hint">
        {formatCount(data.rows, 'row')}
        {sayLeftOut(data)}, {formatCount(data.features.length, 'feature')}, target {data.target};{' '}
        {describePairs(design)}; {seconds > 0 && `${formatSeconds(seconds)} `}
        {WHERE[place]}, engine {report.engine}
        {describeArithmetic(report.arithmetic)}, {report.method.name} method: {report.method.reason}.
      </p>
      <p class="hint">
        Press a lambda for its details, or a heading to sort by it. The last rows are what the choice is up
        against.
      </p>
      <LambdaTable
        report={report}
        opened={opened}
        onOpen={(lambda) => setOpened(lambda === opened ? null : lambda)}
      />
      {opened !== null && <Details report={report} lambda={opened} onClose={() => setOpened(null)} />}
      {first !== undefined && <Figure chart={first} />}
      <Findings findings={report.findings} {...form} />
      <div class="figures-grid">
        {others.map((chart) => (
          <Figure key={chart.name} chart={chart} />
        ))}
      </div>
      <TakeAway setup={setup} report={report} engine={engine} />
    </section>
  );
}

const Details = loadLater(() => import('./lambda-view.tsx').then(({ LambdaView }) => LambdaView));

/** What the lambdas were compared on: "20 pairs of training and validation rows (5 folds, 4 repeats)". */
function describePairs({ pairs, folds, repeats }: Report['design']): string {
  const by =
    folds === undefined
      ? formatCount(repeats, 'repeat')
      : `${formatCount(folds, 'fold')}, ${formatCount(repeats, 'repeat')}`;
  return `${formatCount(pairs, 'pair')} of training and validation rows (${by})`;
}
