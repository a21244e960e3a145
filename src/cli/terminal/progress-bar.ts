import { type Options, type Params, SingleBar } from 'cli-progress';
import type { ProgressListener } from '../../compare/progress.ts';
import { formatSeconds } from '../../words/amounts.ts';
import type { OutputStream } from '../environment.ts';
import { findWidth } from './style.ts';

/** The progress of a comparison on standard error, cleared at the end. */
export interface ProgressBar {
  readonly listener: ProgressListener;
  /** The trials done so far. */
  readonly counted: () => { readonly done: number; readonly of: number };
  /** Clears the line. */
  stop(): void;
}

const WIDEST_BAR = 40;
/** Below this share of the trials the time left is a guess: threads have just started. */
const FORESEEABLE = 0.05;

/**
 * Opens a bar of trials, which shows only on a terminal that can clear it.
 *
 * @param worked seconds that the trials reported first have taken already
 */
export function openProgressBar(
  stream: OutputStream,
  env: Readonly<Record<string, string | undefined>>,
  now: () => number,
  worked = 0,
): ProgressBar {
  let done = 0;
  let of = 0;
  const started = now();
  const format = (_options: Options, { value, total }: Params) =>
    drawProgress(value, total, worked + (now() - started) / 1000, findWidth(stream, env));
  // The terminal's settings stay as they are, so that nothing is left to restore where the process is ended hard.
  const settings = { clearOnComplete: true, gracefulExit: false, linewrap: true };
  const isShown = stream.isTTY === true && env.TERM !== 'dumb';
  const bar = isShown ? new SingleBar({ stream, format, fps: 10, ...settings }) : null;
  return {
    listener(event) {
      if (event.kind === 'plan') {
        of = event.plan.trials;
        bar?.start(of, 0);
      }
      if (event.kind === 'trial') {
        ({ done, of } = event);
        bar?.setTotal(of);
        bar?.update(done);
      }
    },
    counted: () => ({ done, of }),
    stop: () => bar?.stop(),
  };
}

/** "37 of 80 trials  ━━━━━━━━───────────  1.2 s left", in at most `width` columns. */
export function drawProgress(done: number, of: number, seconds: number, width: number): string {
  const words = `${String(done).padStart(String(of).length)} of ${of} trials`;
  const isKnown = done > 0 && done >= FORESEEABLE * of;
  const left = !isKnown ? '' : `  ${formatSeconds((seconds / done) * (of - done))} left`;
  // One column stays free, so that no terminal breaks the line.
  const room = Math.min(WIDEST_BAR, width - 1 - words.length - left.length - 2);
  if (room < 5) return (words + left).slice(0, width - 1);
  const full = Math.floor((room * done) / Math.max(1, of));
  return `${words}  ${'━'.repeat(full)}${'─'.repeat(room - full)}${left}`;
}
