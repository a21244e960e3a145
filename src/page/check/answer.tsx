import type { CheckAnswer } from '../../check/answer.ts';
import { keepUnits } from '../../words/numbers.ts';
import { FaultList, type Mending } from './fault-list.tsx';
import { TakeAwaySection } from './take-away-section.tsx';
import type { PlacedFault } from './text/marks.ts';
import type { CheckLab } from './use-check.ts';

interface CheckedAnswerProps {
  readonly answer: CheckAnswer;
  readonly placed: readonly PlacedFault[];
  readonly loop: CheckLab['loop'];
  readonly mending: Mending;
}

const FRAMEWORKS: Readonly<Record<NonNullable<CheckAnswer['framework']>, string>> = {
  pytorch: 'a PyTorch loop',
  keras: 'a Keras loop',
  numpy: 'a NumPy loop',
};

/** The answer in a sentence first, then each fault, then what could not be judged. */
export function CheckedAnswer({ answer, placed, loop, mending }: CheckedAnswerProps) {
  const { headline, framework, notes } = answer;
  const mendable = placed.filter((each) => mending.canMend(each));
  return (
    <section aria-labelledby="check-answer-title" class="answer">
      <h2 id="check-answer-title" class="kicker">
        Answer: {framework === null ? 'no training loop' : FRAMEWORKS[framework]},{' '}
        {loop.fileName ?? 'as typed'}
      </h2>
      <p class="headline">{keepUnits(headline)}</p>
      {mendable.length > 1 && (
        <div class="again">
          <button type="button" onClick={() => mending.mend(mendable)}>
            Mend all {mendable.length}
          </button>
          <span class="hint">Read them first: some depend on what you meant.</span>
        </div>
      )}
      {placed.length > 0 && <FaultList placed={placed} mending={mending} />}
      <Notes notes={notes} hasLoop={framework !== null} />
      <TakeAwaySection answer={answer} loop={loop} />
    </section>
  );
}

/** What was not judged: silence about it is no praise. */
function Notes({ notes, hasLoop }: { readonly notes: readonly string[]; readonly hasLoop: boolean }) {
  if (notes.length === 0) {
    return hasLoop ? <p class="hint">All of the text could be followed.</p> : null;
  }
  return (
    <section aria-labelledby="check-notes-title">
      <h3 id="check-notes-title">What could not be followed</h3>
      <p class="hint">Nothing was judged there.</p>
      <ul class="notes">
        {notes.map((note) => (
          <li key={note}>{keepUnits(note)}</li>
        ))}
      </ul>
    </section>
  );
}
