/** A bar that a figure should reach: a missed goal is only printed, a missed floor fails `--check`. */
export interface Verdict {
  readonly kind: 'goal' | 'floor';
  readonly text: string;
  /** Null if it was not measured. */
  readonly met: boolean | null;
}

/** Judges "at least". */
export function atLeast(
  kind: Verdict['kind'],
  what: string,
  value: number,
  bar: number,
  unit: string,
): Verdict {
  return { kind, text: `${what}: ${show(value)}${unit}, ${kind} ${bar}${unit}`, met: value >= bar };
}

/** Judges "at most". */
export function atMost(
  kind: Verdict['kind'],
  what: string,
  value: number,
  bar: number,
  unit: string,
): Verdict {
  return { kind, text: `${what}: ${show(value)}${unit}, ${kind} at most ${bar}${unit}`, met: value <= bar };
}

export function notMeasured(kind: Verdict['kind'], what: string, why: string): Verdict {
  return { kind, text: `${what}: not measured (${why})`, met: null };
}

/** One line for each. */
export function showVerdicts(verdicts: readonly Verdict[]): string {
  return verdicts
    .map(({ text, met }) => `  ${met === null ? '-     ' : met ? 'met   ' : 'MISSED'} ${text}`)
    .join('\n');
}

/** Four digits, so that a figure can be compared with its bar. */
function show(value: number): string {
  return String(Number(value.toPrecision(4)));
}
