import type { RefObject } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { startWorker } from '#absum-worker';
import { DocsLink, DocsLinks } from '../docs-links.tsx';
import { loadLater } from '../loaded-later.tsx';
import { LocalEngine } from '../run/local-engine.ts';
import { CheckedAnswer } from './answer.tsx';
import './check.css';
import { ChooseLoop } from './choose-loop.tsx';
import type { Mending } from './fault-list.tsx';
import { type Loop, NO_LOOP } from './loop.ts';
import { takeText } from './read-loop-file.ts';
import { LoopText } from './text/loop-text.tsx';
import { type Mark, markLines, type PlacedFault, placeFaults } from './text/marks.ts';
import { type Checked, type CheckLab, useCheck } from './use-check.ts';
import { type Mender, useMending } from './use-mending.ts';
import { EMPTY_FORM } from './worth/form.ts';
import type { ReadLoop } from './worth/worth-section.tsx';

export interface CheckTabProps {
  readonly engine: LocalEngine;
  readonly isHidden: boolean;
}

const Worth = loadLater(() => import('./worth/worth-section.tsx').then(({ WorthSection }) => WorthSection));

/** Checks a training loop: its text on the one side, what is wrong with it on the other, and below what that was worth. */
export function CheckTab({ engine, isHidden }: CheckTabProps) {
  const lab = useCheck(engine);
  const { loop, checked } = lab;
  // Of its own, so that a loop is checked while another one trains, and the comparison keeps its table.
  const [trainer] = useState(() => new LocalEngine(startWorker));
  const area = useRef<HTMLTextAreaElement>(null);
  const placed = useMemo(
    () => (checked === null ? [] : placeFaults(checked.text, checked.answer.faults)),
    [checked],
  );
  const marks = useMemo(() => markLines(placed), [placed]);
  const mending = useMending(area, loop.text, { checked, placed });
  useTitle(isHidden);
  const read = useLastRead(checked);
  return (
    <main class="check" data-check={nameState(lab)} hidden={isHidden}>
      <header>
        <p class="brand">absum</p>
        <h1>What is wrong with this loop?</h1>
        <p>
          Paste the code that trains your network. What it does to the penalty, the gradients, the batches and
          the validation is checked line by line. It is read, never run, and stays in this browser: nothing is
          sent. <DocsLink page="check">What is found</DocsLink>
        </p>
      </header>
      <LoopForm {...{ lab, area, marks }} hasTable={read !== null} />
      <div class="outcome">
        <p class="unseen" role="status">
          {announce(lab)}
        </p>
        <MendedLine {...mending} />
        <Outcome {...{ lab, placed, mending }} />
      </div>
      {read !== null && <Worth {...{ engine, trainer, lab, read }} showLine={mending.showLine} />}
      <DocsLinks />
    </main>
  );
}

interface LoopFormProps {
  readonly lab: CheckLab;
  readonly area: RefObject<HTMLTextAreaElement | null>;
  readonly marks: readonly Mark[];
  readonly hasTable: boolean;
}

/** Where the loop comes from, and its text. */
function LoopForm({ lab: { loop, change, changeForm }, area, marks, hasTable }: LoopFormProps) {
  return (
    <form aria-label="Training loop" class="side" onSubmit={(event) => event.preventDefault()}>
      <section aria-labelledby="check-loop-title">
        <h2 id="check-loop-title">Your loop</h2>
        <ChooseLoop
          {...{ loop, hasTable }}
          onLoop={(next) => change(() => next)}
          onAfresh={() => {
            change(() => NO_LOOP);
            changeForm(() => EMPTY_FORM);
          }}
        />
        <label for="check-text">Python text</label>
        <LoopText
          {...{ area, marks }}
          text={loop.text}
          onText={(text) => change((before) => typeLoop(before, text))}
          onMark={({ id }) => focusOn(id)}
        />
        <p class="hint" id="check-text-hint">
          Checked as you type. Nothing of it is run or sent.
        </p>
      </section>
    </form>
  );
}

/** What the last press mended, and the way back. */
function MendedLine({ last, undo, rest }: Pick<Mender, 'last' | 'undo' | 'rest'>) {
  return (
    <p class="mended" tabIndex={-1} ref={rest} hidden={last === null}>
      Mended: {last?.said}.{' '}
      <button type="button" class="small" onClick={undo}>
        Undo
      </button>
    </p>
  );
}

/** What is typed; a whole notebook that is pasted is shown as its cells. */
function typeLoop(before: Loop, text: string): Loop {
  if (text === '') return NO_LOOP;
  const taken = takeText(text, null);
  return taken.notebook === null ? { ...before, text } : taken;
}

/** The last text of which a recipe was read: while a line is being typed there may be none, and what trains goes on. */
function useLastRead(checked: Checked | null): ReadLoop | null {
  const last = useRef<ReadLoop | null>(null);
  const recipe = checked?.answer.recipe ?? null;
  if (checked === null) last.current = null;
  else if (recipe !== null && last.current?.checked !== checked) last.current = { checked, recipe };
  return last.current;
}

function focusOn(id: string): void {
  const item = document.getElementById(id);
  item?.closest('details')?.setAttribute('open', '');
  item?.focus();
}

function nameState({ checked, isFormer, isWorking, failure }: CheckLab): string {
  if (isWorking) return 'working';
  if (failure !== null) return 'failed';
  return checked !== null && !isFormer ? 'answered' : 'idle';
}

function announce({ checked, isFormer, failure, isWorking }: CheckLab): string {
  if (isWorking) return '';
  if (failure !== null) return 'No answer';
  return checked !== null && !isFormer ? `Answer: ${checked.answer.headline}` : '';
}

interface OutcomeProps {
  readonly lab: CheckLab;
  readonly placed: readonly PlacedFault[];
  readonly mending: Mending;
}

/** The answer; before the first one, and where there is none, what to do. */
function Outcome({ lab, placed, mending }: OutcomeProps) {
  const { checked, failure, loop, isFormer, isWorking } = lab;
  return (
    <>
      {failure !== null && (
        <p class="fault" role="alert">
          {failure}
        </p>
      )}
      {checked === null && failure === null && (
        <section aria-labelledby="check-first-title">
          <h2 id="check-first-title">Answer</h2>
          <p>The faults will appear here, line by line.</p>
        </section>
      )}
      {checked !== null && (
        <div class="shown" data-stale={isFormer && !isWorking}>
          <CheckedAnswer answer={checked.answer} {...{ placed, loop, mending }} />
        </div>
      )}
    </>
  );
}

/** What the browser calls the page while this is shown. */
function useTitle(isHidden: boolean): void {
  useEffect(() => {
    if (isHidden) return;
    const { title } = document;
    document.title = 'absum: what is wrong with this loop?';
    return () => {
      document.title = title;
    };
  }, [isHidden]);
}
