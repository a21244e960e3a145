import type { ComponentChildren } from 'preact';
import { useId, useMemo } from 'preact/hooks';
import { listJudgeCharts } from '../../charts/judge/charts.ts';
import type { Way } from '../../errors.ts';
import type { JudgeAnswer, JudgedCandidate } from '../../judge/answer.ts';
import { keepUnits } from '../../words/numbers.ts';
import { Figure } from '../answer/drawing.tsx';
import { Findings } from '../answer/findings.tsx';
import { ScrollRegion } from '../scroll-region.tsx';
import { listColumns, rankCandidates, sayGate } from './cells.ts';
import './judge.css';

interface JudgementProps {
  readonly answer: JudgeAnswer;
  /** What mends a finding at a press, where it knows; nothing by default. */
  readonly remedy?: (next: Way) => ComponentChildren;
  /** What stands below the question of how much more it takes. */
  readonly children?: ComponentChildren;
}

/** What an answer rests on: candidates, what it takes to be sure, findings and charts. */
export function Judgement({ answer, remedy = () => null, children }: JudgementProps) {
  const charts = useMemo(() => listJudgeCharts(answer), [answer]);
  return (
    <>
      <CandidateTable answer={answer} />
      <Prospects answer={answer}>{children}</Prospects>
      <Findings findings={answer.findings} remedy={remedy} />
      <div class="figures-grid">
        {charts.map((chart) => (
          <Figure key={chart.name} chart={chart} />
        ))}
      </div>
    </>
  );
}

function as(role: string) {
  return { role } as object;
}

/** One line for each candidate; on a phone a card. The roles are those that the elements have anyway. */
function CandidateTable({ answer }: { readonly answer: JudgeAnswer }) {
  const columns = useMemo(() => listColumns(answer), [answer]);
  return (
    <ScrollRegion label="All candidates">
      <table class="lambdas numbers" aria-label="All candidates" {...as('table')}>
        <thead {...as('rowgroup')}>
          <tr {...as('row')}>
            <th scope="col" {...as('columnheader')}>
              candidate
            </th>
            {columns.map(({ name, title, isWord }) => (
              <th
                key={name}
                scope="col"
                title={title}
                data-kind={isWord ? 'word' : undefined}
                {...as('columnheader')}
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...as('rowgroup')}>
          {answer.candidates.map((candidate) => (
            <CandidateRow key={candidate.name} {...{ answer, candidate, columns }} />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

interface CandidateRowProps {
  readonly answer: JudgeAnswer;
  readonly candidate: JudgedCandidate;
  readonly columns: ReturnType<typeof listColumns>;
}

function CandidateRow({ answer: { choice }, candidate, columns }: CandidateRowProps) {
  const { name, comparison, reason } = candidate;
  return (
    <tr
      data-verdict={comparison?.verdict ?? 'baseline'}
      title={comparison?.sentence ?? reason}
      {...as('row')}
    >
      <th scope="row" {...as('rowheader')}>
        {name}
        {name === choice && <small>{comparison === null ? 'keep it' : 'take it'}</small>}
      </th>
      {columns.map(({ name: label, isWord, show, showBelow }) => {
        const below = showBelow?.(candidate) ?? '';
        return (
          <td key={label} data-kind={isWord ? 'word' : undefined} data-label={label} {...as('cell')}>
            {keepUnits(show(candidate))}
            {below !== '' && <small>{keepUnits(below)}</small>}
          </td>
        );
      })}
    </tr>
  );
}

/** Candidates of which more is said at once; the others are folded away. */
const MOST_TOLD = 3;

/** Of each candidate: its verdict, whether it may take the baseline's place, and how much more would settle it. */
function Prospects({
  answer,
  children,
}: {
  readonly answer: JudgeAnswer;
  readonly children: ComponentChildren;
}) {
  const ranked = rankCandidates(answer);
  const [first, rest] = [ranked.slice(0, MOST_TOLD), ranked.slice(MOST_TOLD)];
  const title = useId();
  return (
    <section aria-labelledby={title}>
      <h3 id={title}>Is it safe, and what would settle it?</h3>
      <ProspectList candidates={first} test={answer.test} />
      {rest.length > 0 && (
        <details>
          <summary>{rest.length} more</summary>
          <ProspectList candidates={rest} test={answer.test} />
        </details>
      )}
      {children}
    </section>
  );
}

interface ProspectListProps {
  readonly candidates: readonly JudgedCandidate[];
  readonly test: JudgeAnswer['test'];
}

function ProspectList({ candidates, test }: ProspectListProps) {
  return (
    <ul class="prospects">
      {candidates.map((candidate) => (
        <li key={candidate.name} data-safe={candidate.gate?.notWorse ?? false}>
          <p>{keepUnits(candidate.comparison?.sentence ?? '')}</p>
          <p class="gate">{keepUnits(sayGate(candidate, test) ?? '')}</p>
          {candidate.more !== null && <p>{keepUnits(candidate.more.sentence)}</p>}
        </li>
      ))}
    </ul>
  );
}
