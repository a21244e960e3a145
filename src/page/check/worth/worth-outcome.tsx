import { useEffect, useRef } from 'preact/hooks';
import { formatSeconds } from '../../../words/amounts.ts';
import { keepUnits } from '../../../words/numbers.ts';
import { downloadText } from '../../answer/download.ts';
import { Judgement } from '../../judge/judgement.tsx';
import { writeWorthCommand } from '../take-away.ts';
import { useCopy } from '../take-away-section.tsx';
import type { AskedWorth, WorthRun } from './use-worth.ts';

interface WorthOutcomeProps extends Pick<AskedWorth, 'loop' | 'form'> {
  readonly run: WorthRun;
}

/** What became of the last press, and whether loop and form have moved on since. */
export function WorthOutcome({ run, loop, form }: WorthOutcomeProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = place;
    if (current === null || run.state === 'idle' || run.state === 'failed') return;
    const { top } = current.getBoundingClientRect();
    if (top < 0 || top > innerHeight / 2) current.scrollIntoView({ block: 'start' });
  }, [run.state]);
  const isFormer = run.state === 'answered' && (run.asked.loop.text !== loop.text || run.asked.form !== form);
  return (
    <div class="worth-outcome" ref={place}>
      <p class="unseen" role="status">
        {announce(run)}
      </p>
      {isFormer && <p class="hint">This answer is from before: loop or form have changed since.</p>}
      <Outcome run={run} />
    </div>
  );
}

function Outcome({ run }: { readonly run: WorthRun }) {
  switch (run.state) {
    case 'idle':
    case 'failed':
      return null;
    case 'running':
      return (
        <section aria-label="Training">
          <progress aria-label="Trials done" max={Math.max(run.of, 1)} value={run.done} />
          <p class="figures">
            {run.of === 0 ? 'Starting ...' : `${run.done} of ${run.of} trials`}
            {run.secondsLeft !== null && `, about ${formatSeconds(run.secondsLeft)} left`}
          </p>
        </section>
      );
    case 'stopped':
      return (
        <p>
          Stopped after {run.done} of {run.of} trials. There is no verdict.
        </p>
      );
    case 'answered':
      return <Answer {...run} />;
  }
}

/** What is announced; it changes only where there is something new to say. */
function announce(run: WorthRun): string {
  switch (run.state) {
    case 'idle':
      return '';
    case 'running': {
      const quarters = run.of === 0 ? 0 : Math.floor((4 * run.done) / run.of);
      return quarters === 0 ? 'Comparing' : `${25 * quarters} % of the trials done`;
    }
    case 'stopped':
      return `Stopped after ${run.done} of ${run.of} trials`;
    case 'failed':
      return 'No answer';
    case 'answered':
      return `Answer: ${run.answer.headline}`;
  }
}

type AnswerProps = Pick<Extract<WorthRun, { state: 'answered' }>, 'answer' | 'asked'>;

/** What each fault was worth, then the test behind it. */
function Answer({ answer, asked }: AnswerProps) {
  const { headline, faults, judgement } = answer;
  return (
    <section aria-labelledby="worth-answer-title" class="answer">
      <h3 id="worth-answer-title" class="kicker">
        Answer: the loop as written, against the loop as meant
      </h3>
      <p class="headline">{keepUnits(headline)}</p>
      {faults.length > 0 && (
        <ol class="findings worths" aria-label="What each fault was worth">
          {faults.map(({ code, cell, line, candidate, sentence }) => (
            <li key={`${code} ${cell} ${line}`} data-trained={candidate !== null}>
              <strong>{code}</strong>, {cell === null ? '' : `cell ${cell}, `}line {line}:{' '}
              {keepUnits(sentence)}
            </li>
          ))}
        </ol>
      )}
      {judgement !== null && (
        <section class="judge answer" aria-label="The test behind it">
          <Judgement answer={judgement} />
        </section>
      )}
      <WorthTakeAway answer={answer} asked={asked} />
    </section>
  );
}

function WorthTakeAway({ answer, asked: { loop, own } }: AnswerProps) {
  const { said, copy } = useCopy();
  const command = writeWorthCommand(loop, own);
  return (
    <section aria-labelledby="worth-take-title">
      <h4 id="worth-take-title">Take the comparison away</h4>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
      <pre tabIndex={0}>{command}</pre>
      <div class="buttons">
        <button type="button" onClick={() => void copy('The command', command)}>
          Copy command
        </button>
        <button
          type="button"
          onClick={() => downloadText('absum-worth.json', 'application/json', JSON.stringify(answer))}
        >
          Download answer
        </button>
      </div>
      <p role="status">{said}</p>
    </section>
  );
}
