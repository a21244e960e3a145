import { useEffect } from 'preact/hooks';
import { DocsLinks } from '../docs-links.tsx';
import type { LocalEngine } from '../run/local-engine.ts';
import { JudgedAnswer } from './answer.tsx';
import { ChooseScores } from './choose-scores.tsx';
import { CandidatesField, FieldGroup } from './field-group.tsx';
import { COLUMNS, COMMON, DESIGN } from './fields.ts';
import './judge.css';
import { ReadingSection } from './reading-section.tsx';
import { type JudgeLab, useJudge } from './use-judge.ts';

export interface JudgeTabProps {
  readonly engine: LocalEngine;
  readonly isHidden: boolean;
}

/** Judges scores that somebody has already: what they are on the one side, the answer on the other. */
export function JudgeTab({ engine, isHidden }: JudgeTabProps) {
  const lab = useJudge(engine, isHidden);
  useTitle(isHidden);
  return (
    <main class="judge" data-judge={nameState(lab)} hidden={isHidden}>
      <header>
        <p class="brand">absum</p>
        <h1>Is the difference real?</h1>
        <p>
          Bring the scores of two or more candidates, one for each fold or seed: from scikit-learn, MLflow,
          Weights &amp; Biases, Optuna or a notebook. They are judged as absum judges its own, here in your
          browser.
        </p>
      </header>
      <div class="side">
        <Form lab={lab} />
      </div>
      <div class="outcome">
        <p class="unseen" role="status">
          {announce(lab)}
        </p>
        <Outcome lab={lab} />
      </div>
      <DocsLinks />
    </main>
  );
}

function nameState({ judged, isFormer, isWorking, setup }: JudgeLab): string {
  if (isWorking) return 'working';
  if (judged !== null && !isFormer) return 'answered';
  return setup.source === null ? 'idle' : 'failed';
}

function announce({ judged, isFormer, isWorking, setup }: JudgeLab): string {
  if (judged !== null && !isFormer) return `Answer: ${judged.answer.headline}`;
  return setup.source === null || isWorking ? '' : 'No answer';
}

function Form({ lab }: { readonly lab: JudgeLab }) {
  const { setup, change, faults, judged, names } = lab;
  const shared = { setup, change, faults, names };
  return (
    <form aria-label="Scores to be judged" onSubmit={(event) => event.preventDefault()}>
      <ChooseScores source={setup.source} change={change} />
      {faults.others.map((message) => (
        <p key={message} class="fault" role="alert">
          {message}
        </p>
      ))}
      <ReadingSection reading={judged?.answer.reading ?? null} source={setup.source} />
      <section aria-labelledby="judge-ask-title">
        <h2 id="judge-ask-title">Question</h2>
        <FieldGroup fields={COMMON} {...shared} />
        <CandidatesField {...shared} baseline={judged?.answer.test.baseline ?? null} />
        <FieldGroup title="How they were scored" fields={DESIGN} {...shared} />
        <FieldGroup title="Which column is what" fields={COLUMNS} {...shared} />
        {judged === null && faults.fields.difference && <FieldGroup fields={['difference']} {...shared} />}
      </section>
    </form>
  );
}

function Outcome({ lab }: { readonly lab: JudgeLab }) {
  const { judged, isFormer, isWorking, setup } = lab;
  if (judged === null) {
    return (
      <section aria-labelledby="judge-first-title">
        <h2 id="judge-first-title">Answer</h2>
        <p>
          {setup.source === null || isWorking
            ? 'The answer will appear here.'
            : 'There is no answer: the form says what is wrong.'}
        </p>
      </section>
    );
  }
  return (
    <div class="shown" data-stale={isFormer && !isWorking}>
      {isFormer && !isWorking && (
        <p class="hint">This answer is from before: the form says what is wrong now.</p>
      )}
      <JudgedAnswer lab={lab} judged={judged} />
    </div>
  );
}

/** What the browser calls the page while this is shown. */
function useTitle(isHidden: boolean): void {
  useEffect(() => {
    if (isHidden) return;
    const { title } = document;
    document.title = 'absum: is the difference real?';
    return () => {
      document.title = title;
    };
  }, [isHidden]);
}
