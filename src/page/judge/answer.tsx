import { useMemo } from 'preact/hooks';
import { listJudgeCharts } from '../../charts/judge/charts.ts';
import type { JudgeAnswer, JudgedCandidate } from '../../judge/answer.ts';
import { formatCount } from '../../words/amounts.ts';
import { keepUnits } from '../../words/numbers.ts';
import { Figure } from '../answer/drawing.tsx';
import { Findings } from '../answer/findings.tsx';
import { ScrollRegion } from '../scroll-region.tsx';
import { listColumns, rankCandidates, sayGate } from './cells.ts';
import { FieldGroup } from './field-group.tsx';
import { readPatch, sayPatch } from './fields.ts';
import { applyPatch, holdsPatch } from './setup.ts';
import { TakeAwaySection } from './take-away-section.tsx';
import type { Judged, JudgeLab } from './use-judge.ts';

interface JudgedAnswerProps {
  readonly lab: JudgeLab;
  readonly judged: Judged;
}

/** The answer in a sentence first, then what it rests on. */
export function JudgedAnswer({ lab, judged }: JudgedAnswerProps) {
  const { answer, setup } = judged;
  const charts = useMemo(() => listJudgeCharts(answer), [answer]);
  return (
    <section aria-labelledby="judge-answer-title" class="answer">
      <h2 id="judge-answer-title" class="kicker">
        Answer: {describeQuestion(answer, setup.source.fileName)}
      </h2>
      <p class="headline">{keepUnits(answer.headline)}</p>
      <ul class="todo" aria-label="What to do">
        {answer.advice.map((sentence) => (
          <li key={sentence}>{keepUnits(sentence)}</li>
        ))}
      </ul>
      <CandidateTable answer={answer} />
      <Prospects answer={answer} lab={lab} />
      <Findings findings={answer.findings} remedy={(next) => <Remedy next={next} lab={lab} />} />
      <div class="figures-grid">
        {charts.map((chart) => (
          <Figure key={chart.name} chart={chart} />
        ))}
      </div>
      <TakeAwaySection answer={answer} setup={setup} />
    </section>
  );
}

/** `3 candidates by accuracy (higher is better), 15 pairs, scores.csv`. */
function describeQuestion({ candidates, test, design }: JudgeAnswer, fileName: string): string {
  const by = `${test.label} (${test.direction} is better)`;
  const { folds, repeats, pairs } = design;
  const how =
    folds === undefined ? '' : ` (${formatCount(folds, 'fold')}, ${formatCount(repeats, 'repeat')})`;
  return `${formatCount(candidates.length, 'candidate')} by ${by}, ${formatCount(pairs.length, 'pair')}${how}, ${fileName}`;
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
function Prospects({ answer, lab }: { readonly answer: JudgeAnswer; readonly lab: JudgeLab }) {
  const ranked = rankCandidates(answer);
  const [first, rest] = [ranked.slice(0, MOST_TOLD), ranked.slice(MOST_TOLD)];
  return (
    <section aria-labelledby="judge-more-title">
      <h3 id="judge-more-title">Is it safe, and what would settle it?</h3>
      <ProspectList candidates={first} test={answer.test} />
      {rest.length > 0 && (
        <details>
          <summary>{rest.length} more</summary>
          <ProspectList candidates={rest} test={answer.test} />
        </details>
      )}
      <FieldGroup fields={['difference']} {...lab} />
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

interface RemedyProps {
  readonly next: Readonly<Record<string, unknown>>;
  readonly lab: JudgeLab;
}

/** What a finding would have asked instead, at one press; nothing where that is asked already. */
function Remedy({ next, lab: { setup, change } }: RemedyProps) {
  const patch = readPatch(next);
  if (patch === null || holdsPatch(setup, patch)) return null;
  return (
    <div class="again">
      <button type="button" onClick={() => change((before) => applyPatch(before, patch))}>
        Apply
      </button>
      <span class="hint">{sayPatch(patch)}</span>
    </div>
  );
}
