import type { RemoteSweep } from '../../client/sweeps.ts';
import { formatSeconds } from '../../words/amounts.ts';
import type { Context } from '../environment.ts';
import { drawMeans } from '../terminal/means-table.ts';
import { createStyle, findColour, findWidth, type Style } from '../terminal/style.ts';
import { wrapText } from '../terminal/wrap.ts';
import type { PlaceFlags } from './find-service.ts';
import { withDesk } from './open-desk.ts';
import { namePlace, type SweepPlace, writeCommand } from './sweep-desk.ts';

/** The options of `sweep show` and `sweep stop`. */
export interface SweepFlags extends PlaceFlags {
  readonly json?: boolean | undefined;
  readonly color: boolean;
}

/** Asks for a sweep, or stops it, and prints its progress. */
export async function showSweep(
  context: Context,
  id: string,
  { ask, flags }: { readonly ask: 'read' | 'stop'; readonly flags: SweepFlags },
  signal: AbortSignal,
): Promise<void> {
  await withDesk(context, flags, async (desk) => {
    print(context, await desk[ask](id, signal), desk.place, flags);
  });
}

function print({ environment }: Context, sweep: RemoteSweep, place: SweepPlace, flags: SweepFlags): void {
  const { stdout, env } = environment;
  const style = createStyle(findColour(stdout, env, flags.color));
  const occasion = { place, width: findWidth(stdout, env), style };
  stdout.write(flags.json ? `${JSON.stringify(sweep)}\n` : formatSweep(sweep, occasion));
}

/** A sweep for people: where it stands, and the mean of each lambda's trials so far. */
export function formatSweep(
  sweep: RemoteSweep,
  { place, width, style }: { readonly place: SweepPlace; readonly width: number; readonly style: Style },
): string {
  const { id, state, progress, secondsLeft, started, expires, error } = sweep;
  const facts = [
    ['sweep', `${id} ${namePlace(place)}`],
    ['state', style.bold(state)],
    ...(error === undefined ? [] : [['error', `${error.message} (${error.code})`]]),
    ['trials', `${progress.done} of ${progress.of}`],
    ...(secondsLeft === null ? [] : [['left', `about ${formatSeconds(secondsLeft)}`]]),
    ['started', formatTime(started)],
    ['kept', `until ${formatTime(expires)}`],
  ];
  const sections = [
    facts.flatMap(([name, text]) => wrapText(`${name.padEnd(9)}${text}`, width, ' '.repeat(9))),
    drawMeans(sweep.trials, MEANS, width, style),
    wrapText(ADVICE[state], width),
    // Not broken: it is there to be pasted.
    state === 'running' || state === 'done' ? [writeCommand('follow', id, place)] : [],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

const ADVICE: Readonly<Record<RemoteSweep['state'], string>> = {
  running:
    'No verdict before the end: a sweep stopped because of its means so far is no test. To get the report:',
  done: 'The report is there:',
  failed: 'No report: the same recipe would fail again.',
  stopped: 'No verdict: a comparison stopped because of what it showed is no test.',
};

/** Of a sweep, the trials of each lambda so far. */
const MEANS = { mean: 'mean so far', count: 'trials' } as const;

/** "2026-07-01 12:00 UTC". */
export function formatTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
