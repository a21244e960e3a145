import { useState } from 'preact/hooks';
import type { CheckAnswer } from '../../check/answer.ts';
import { downloadText } from '../answer/download.ts';
import { findAddress } from '../answer/take-away.ts';
import type { Loop } from './loop.ts';
import { nameFile, writeCheckCommand, writeCheckCurl } from './take-away.ts';
import { writeFile } from './text/notebook.ts';

interface TakeAwayProps {
  readonly answer: CheckAnswer;
  readonly loop: Loop;
}

/** The question and its answer, to be taken elsewhere, and the loop as it is now. */
export function TakeAwaySection({ answer, loop }: TakeAwayProps) {
  const { said, copy } = useCopy();
  const name = nameFile(loop);
  const command = writeCheckCommand(loop);
  return (
    <section aria-labelledby="check-take-title">
      <h3 id="check-take-title">Take away</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
      <pre tabIndex={0}>{command}</pre>
      <div class="buttons">
        <button type="button" onClick={() => void copy('The command', command)}>
          Copy command
        </button>
        <button type="button" onClick={() => void copy('The command', writeCheckCurl(loop, findAddress()))}>
          Copy as curl
        </button>
        <button
          type="button"
          onClick={() => downloadText('absum-check.json', 'application/json', JSON.stringify(answer))}
        >
          Download answer
        </button>
        <button
          type="button"
          onClick={() => downloadText(name, 'application/octet-stream', writeFile(loop.text, loop.notebook))}
        >
          Download {name}
        </button>
      </div>
      <p role="status">{said}</p>
    </section>
  );
}

/** Copies texts, and says what became of it. */
export function useCopy() {
  const [said, say] = useState('');
  return {
    said,
    async copy(what: string, text: string) {
      try {
        // There is no clipboard where the page came over plain HTTP from another machine.
        await navigator.clipboard.writeText(text);
        say(`${what} copied.`);
      } catch {
        say('The browser does not let this page copy.');
      }
    },
  };
}
