import { useState } from 'preact/hooks';
import type { JudgeAnswer } from '../../judge/answer.ts';
import { writeCandidatesCsv } from '../../judge/table.ts';
import { downloadText } from '../answer/download.ts';
import { findAddress } from '../answer/take-away.ts';
import { findPage } from '../surroundings.ts';
import { writeJudgeLink } from './setup.ts';
import { writeCommand, writeJudgeCurl, writeMissingFile, writeRequest } from './take-away.ts';
import type { Judged } from './use-judge.ts';

type TakeAwayProps = Pick<Judged, 'setup'> & { readonly answer: JudgeAnswer };

/** The question and its answer, to be taken elsewhere. */
export function TakeAwaySection({ answer, setup }: TakeAwayProps) {
  const [said, say] = useState('');
  const copy = async (what: string, text: string) => {
    try {
      // There is no clipboard where the page came over plain HTTP from another machine.
      await navigator.clipboard.writeText(text);
      say(`${what} copied.`);
    } catch {
      say('The browser does not let this page copy.');
    }
  };
  const missing = writeMissingFile(setup);
  const command = writeCommand(setup);
  const texts = [
    { label: 'Copy command', what: 'The command', write: () => command },
    { label: 'Copy as curl', what: 'The command', write: () => writeJudgeCurl(setup, findAddress()) },
    { label: 'Copy as JSON', what: 'The request', write: () => writeRequest(setup) },
    { label: 'Copy link', what: 'The link', write: () => `${findPage()}${writeJudgeLink(setup)}` },
  ];
  return (
    <section aria-labelledby="judge-take-title">
      <h3 id="judge-take-title">Take away</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
      <pre tabIndex={0}>{command}</pre>
      <div class="buttons">
        {texts.map(({ label, what, write }) => (
          <button key={label} type="button" onClick={() => void copy(what, write())}>
            {label}
          </button>
        ))}
      </div>
      <div class="buttons">
        <button
          type="button"
          onClick={() => downloadText('absum-judge.json', 'application/json', JSON.stringify(answer))}
        >
          Download answer
        </button>
        <button
          type="button"
          onClick={() => downloadText('candidates.csv', 'text/csv', writeCandidatesCsv(answer))}
        >
          Download table
        </button>
        {missing !== null && (
          <button
            type="button"
            onClick={() => downloadText(missing.name, 'application/octet-stream', missing.text)}
          >
            Download {missing.name}
          </button>
        )}
      </div>
      <p role="status">{said}</p>
      <p class="hint">The link carries the question, never the scores.</p>
    </section>
  );
}
