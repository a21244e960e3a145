import { useMemo, useState } from 'preact/hooks';
import { listCharts } from '../../charts/charts.ts';
import type { Report } from '../../report/schema.ts';
import { formatCount, formatSeconds, sayLeftOut } from '../../words/amounts.ts';
import { describeArithmetic } from '../../words/arithmetic.ts';
import { keepUnits } from '../../words/numbers.ts';
import { loadLater } from '../loaded-later.tsx';
import type { LocalEngine } from '../run/local-engine.ts';
import type { Answered } from '../run/run.ts';
import { FIRST_SETUP, isSameSetup, type Setup } from '../setup/setup.ts';
import { RunAgain } from '../setup/ways-out.tsx';
import { AdviceList } from './advice.tsx';
import { describeQuestion } from './describe-question.ts';
import { Figure } from './drawing.tsx';
import { Findings } from './findings.tsx';
import { LambdaTable } from './lambda-table.tsx';
import { TakeAway } from './take-away-section.tsx';
import './charts/figure.css';

interface AnswerProps {
  readonly answered: Answered;
  readonly engine: LocalEngine;
  /** Asks for another comparison at once. */
  readonly onRun: (change: Partial<Setup>) => void;
}

const WHERE: Readonly<Record<Answered['place'], string>> = {
  browser: 'in this browser',
  server: 'on the server',
  sweep: 'on the server, as a sweep',
  elsewhere: 'elsewhere',
};

/** The report: the answer in a sentence first, then what it rests on. */
export function AnswerSection({ answered, engine, onRun }: AnswerProps) {
  const { report, setup, place, seconds } = answered;
  const [opened, setOpened] = useState<number | null>(null);
  const { data, design } = report;
  const [first, ...others] = useMemo(() => listCharts(report), [report]);
  const isExample = isSameSetup(setup, FIRST_SETUP);
  return (
    <section aria-labelledby="answer-title" class="answer">
      <h2 id="answer-title" class="kicker">
        {isExample ? 'An example' : 'Answer'}: {describeQuestion(report, setup)}
      </h2>
      <p class="headline">{keepUnits(report.headline)}</p>
      {isExample && (
        <p class="example">
          These are the diabetes data of 442 patients, and one penalty has the wrong sign. Choose your own
          file, or take another example, and press Compare.
        </p>
      )}
      <AdviceList advice={report.advice} {...{ setup, onRun }} />
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
      {first !== undefined && <Figure chart={first} onOpen={setOpened} />}
      <Findings
        findings={report.findings}
        remedy={(next) => <RunAgain way={next} label="Fix and run again" {...{ setup, onRun }} />}
      />
      <div class="figures-grid">
        {others.map((chart) => (
          <Figure key={chart.name} chart={chart} onOpen={setOpened} />
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
