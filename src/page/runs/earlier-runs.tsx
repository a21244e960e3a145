import { useEffect, useRef, useState } from 'preact/hooks';
import { VERSION } from '../../version.ts';
import { loadLater } from '../loaded-later.tsx';
import type { Answered, Run } from '../run/run.ts';
import { describeRun, nameRun } from './describe-run.ts';
import { ForgetAll } from './forget-all.tsx';
import type { KeptRun } from './kept.ts';
import { MOST_RUNS } from './shelf.ts';
import type { Runs } from './use-runs.ts';
import './runs.css';

export interface RunsProps {
  readonly runs: Runs;
  readonly run: Run;
  /** Shows a run, with its recipe in the form. */
  readonly onRestore: (answered: Answered) => void;
  /** Begins as on a first visit; the runs stay. */
  readonly onAfresh: () => void;
}

const SideBySide = loadLater(() => import('./side-by-side.tsx').then((module) => module.SideBySide));

/** The runs that are kept: each can be shown again, pinned beside another one, or deleted. */
export function EarlierRuns({ runs, run, onRestore, onAfresh }: RunsProps) {
  const { shelf, list, remove, add } = runs;
  const [pinned, setPinned] = useState<readonly Answered[]>([]);
  const [deleted, setDeleted] = useState<Answered | null>(null);
  const [said, say] = useState('');
  const isBusy = run.state === 'running';
  /** Reads a run for what is to be done with it; one that cannot be read is only good for being deleted. */
  const withRun = async (id: string, use: (answered: Answered) => void) => {
    const answered = await shelf.read(id).catch(() => null);
    if (answered === null) say('This run is damaged, or was deleted in another tab.');
    else {
      say('');
      use(answered);
    }
  };
  const unpin = (id: string) => setPinned((before) => before.filter((each) => each.id !== id));
  const pin = (id: string) => {
    if (pinned.some((each) => each.id === id)) unpin(id);
    // The third takes the place of the first.
    else void withRun(id, (answered) => setPinned((before) => [...before.slice(-1), answered]));
  };
  const removeRun = async (id: string) => {
    setDeleted(await shelf.read(id).catch(() => null));
    unpin(id);
    remove(id);
  };
  const [a, b] = pinned;
  return (
    <div class="runs">
      <p class="hint">
        {shelf.lasts
          ? `The last ${MOST_RUNS} runs are kept in this browser, with their data, and nowhere else.`
          : `The last ${MOST_RUNS} runs are here until you leave the page.`}{' '}
        Pin two to see them side by side.
      </p>
      {deleted !== null && (
        <Undo
          key={deleted.id}
          onUndo={() => {
            add(deleted);
            setDeleted(null);
          }}
        />
      )}
      <p role="status" class="hint">
        {said}
      </p>
      <ul>
        {list.map((kept) => (
          <RunItem
            key={kept.id}
            kept={kept}
            isShown={run.state === 'answered' && run.id === kept.id}
            isPinned={pinned.some(({ id }) => id === kept.id)}
            isBusy={isBusy}
            onRestore={() => void withRun(kept.id, onRestore)}
            onPin={() => pin(kept.id)}
            onRemove={() => void removeRun(kept.id)}
          />
        ))}
      </ul>
      {a !== undefined && b !== undefined && (
        <section aria-labelledby="beside-title">
          <h3 id="beside-title">Side by side</h3>
          <SideBySide key={`${a.id} ${b.id}`} a={nameSide(a, list)} b={nameSide(b, list)} />
        </section>
      )}
      {list.length > 0 && (
        <ForgetAll
          onForget={() => {
            setPinned([]);
            setDeleted(null);
            void runs.forgetAll().then(onAfresh);
          }}
        />
      )}
    </div>
  );
}

interface RunItemProps {
  readonly kept: KeptRun;
  readonly isShown: boolean;
  readonly isPinned: boolean;
  /** Whether a comparison runs, which showing another would end. */
  readonly isBusy: boolean;
  readonly onRestore: () => void;
  readonly onPin: () => void;
  readonly onRemove: () => void;
}

function RunItem({ kept, isShown, isPinned, isBusy, onRestore, onPin, onRemove }: RunItemProps) {
  const { at, headline, version } = kept;
  const label = `${nameRun(kept)}, ${new Date(at).toLocaleString()}`;
  return (
    <li aria-current={isShown ? 'true' : undefined}>
      <p>
        <strong>{nameRun(kept)}</strong> <time dateTime={new Date(at).toISOString()}>{formatTime(at)}</time>
      </p>
      <p class="hint">
        {describeRun(kept)}
        {version !== VERSION && `; made by absum ${version}`}
      </p>
      <p class="said">{headline}</p>
      <div class="buttons small">
        <button
          type="button"
          aria-label={`Show: ${label}`}
          aria-disabled={isBusy}
          title={isBusy ? 'Once the comparison that runs is over' : undefined}
          onClick={() => !isBusy && onRestore()}
        >
          Show
        </button>
        <button type="button" aria-label={`Pin: ${label}`} aria-pressed={isPinned} onClick={onPin}>
          Pin
        </button>
        <button type="button" aria-label={`Delete: ${label}`} onClick={onRemove}>
          Delete
        </button>
      </div>
    </li>
  );
}

/** Takes the focus, since the button that had it is gone with its run. */
function Undo({ onUndo }: { readonly onUndo: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <p class="hint">
      A run is deleted.{' '}
      <button type="button" class="small" ref={button} onClick={onUndo}>
        Undo
      </button>
    </p>
  );
}

/** The time of day, and the day unless it is today. */
function formatTime(at: number): string {
  const isToday = new Date(at).toDateString() === new Date().toDateString();
  return new Date(at).toLocaleString(undefined, {
    ...(!isToday && { dateStyle: 'medium' }),
    timeStyle: 'short',
  });
}

/** Two runs of one data set are told apart by what their recipes say. */
function nameSide({ id, report }: Answered, list: readonly KeptRun[]) {
  const kept = list.find((each) => each.id === id);
  const name = kept === undefined ? 'A deleted run' : `${nameRun(kept)}: ${describeRun(kept)}`;
  return { name, report };
}
