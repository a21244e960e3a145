import { useEffect, useRef, useState } from 'preact/hooks';
import type { ProgressEvent } from '../../../compare/progress.ts';
import { AbsumError } from '../../../errors.ts';
import type { WorthAnswer } from '../../../worth/answer.ts';
import { type Faults, NO_FAULTS, sortFaults } from '../../run/faults.ts';
import type { LocalEngine } from '../../run/local-engine.ts';
import { useLeaving } from '../../runs/use-leaving.ts';
import { buildRecipe, putData } from '../../setup/setup.ts';
import type { Loop } from '../loop.ts';
import { writeChecked } from '../text/notebook.ts';
import type { WorthForm } from './form.ts';

/** What was asked. */
export interface AskedWorth {
  readonly loop: Loop;
  /** The form as it was. */
  readonly form: WorthForm;
  /** The same with the target named, where the page had found it. */
  readonly own: WorthForm;
}

/** What became of the last press. */
export type WorthRun =
  | { readonly state: 'idle' }
  | {
      readonly state: 'running';
      readonly done: number;
      readonly of: number;
      readonly secondsLeft: number | null;
    }
  | { readonly state: 'stopped'; readonly done: number; readonly of: number }
  | { readonly state: 'failed'; readonly asked: AskedWorth; readonly error: unknown }
  | { readonly state: 'answered'; readonly asked: AskedWorth; readonly answer: WorthAnswer };

export interface WorthRunner {
  readonly run: WorthRun;
  readonly start: (asked: AskedWorth) => void;
  readonly stop: () => void;
}

const MILLISECONDS_BETWEEN_LOOKS = 100;
/** Trials before a pace is estimated: the first ones also load what the others use. */
const TRIALS_FOR_A_PACE = 3;

/** Trains the loop as written and as meant; one run at a time, which Escape stops while the tab is shown. */
export function useWorth(engine: LocalEngine): WorthRunner {
  const [run, setRun] = useState<WorthRun>({ state: 'idle' });
  const current = useRef<AbortController | null>(null);
  const stop = () => current.current?.abort();
  useEffect(() => stop, []);
  useLeaving(run.state === 'running', 'main[data-check]', stop);
  const start = (asked: AskedWorth) => {
    stop();
    const controller = new AbortController();
    current.current = controller;
    void runWorth(engine, asked, controller.signal, (next) => {
      if (current.current === controller) setRun(next);
    });
  };
  return { run, start, stop };
}

async function runWorth(
  engine: LocalEngine,
  asked: AskedWorth,
  signal: AbortSignal,
  onChange: (run: WorthRun) => void,
): Promise<void> {
  const started = performance.now();
  const live = { done: 0, of: 0 };
  const onProgress = (event: ProgressEvent) => {
    if (event.kind === 'plan') live.of = event.plan.trials;
    else if (event.kind === 'trial') [live.done, live.of] = [event.done, event.of];
  };
  const look = () => {
    const { done, of } = live;
    const elapsed = (performance.now() - started) / 1000;
    const secondsLeft = done >= TRIALS_FOR_A_PACE ? (elapsed / done) * (of - done) : null;
    if (!signal.aborted) onChange({ state: 'running', done, of, secondsLeft });
  };
  look();
  const timer = setInterval(look, MILLISECONDS_BETWEEN_LOOKS);
  try {
    const answer = await engine.ask('worth', { request: buildWorthRequest(asked) }, { signal, onProgress });
    if (!signal.aborted) onChange({ state: 'answered', asked, answer });
  } catch (error) {
    if (!signal.aborted) onChange({ state: 'failed', asked, error });
  } finally {
    clearInterval(timer);
    if (signal.aborted) onChange({ state: 'stopped', ...live });
  }
}

/** The whole request, the text of its table included. */
export function buildWorthRequest({ loop, own }: Pick<AskedWorth, 'loop' | 'own'>): Record<string, unknown> {
  const recipe = buildRecipe(own);
  return {
    text: writeChecked(loop.text),
    recipe: own.source === null ? recipe : putData(recipe, own.source),
  };
}

/** What was wrong with the request, sorted by where the page says it: its recipe is the form. */
export function sortWorthFaults(error: unknown): Faults {
  if (error === null) return NO_FAULTS;
  if (!(error instanceof AbsumError)) return sortFaults(error);
  const issues = error.issues.map((issue) => ({ ...issue, place: issue.place.replace(/^recipe\.?/, '') }));
  return sortFaults(new AbsumError(error.code, issues));
}
