import type { JudgeAnswer } from '../../judge/answer.ts';
import { formatCount } from '../../words/amounts.ts';
import { keepUnits } from '../../words/numbers.ts';
import { FieldGroup } from './field-group.tsx';
import { readPatch, sayPatch } from './fields.ts';
import { Judgement } from './judgement.tsx';
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
      <Judgement answer={answer} remedy={(next) => <Remedy next={next} lab={lab} />}>
        <FieldGroup fields={['difference']} {...lab} />
      </Judgement>
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
