import type { Verdict } from './goals.ts';
import type { Machine } from './machine.ts';
import type { Pythons } from './peers/python.ts';

/** What all parts of a run share. */
export interface Context {
  /** Few rounds: figures that only show that all works. */
  readonly isQuick: boolean;
  /** Finds the Pythons that are at hand; the first call looks, and later ones have its answer. */
  readonly findPythons: () => Promise<Pythons>;
}

/**
 * A part of the benchmark. Measuring is kept apart from judging and showing, which see only the figures: so both can be
 * done again from figures that were kept in a file, and the pages show what the run printed.
 */
export interface Part<Figures> {
  /** What `--only` calls it, and where its figures stand in the results. */
  readonly name: string;
  /** Checks every contestant's results, then measures. The figures must survive `JSON.stringify`. */
  measure(context: Context): Promise<Figures> | Figures;
  /** Holds the figures against the part's bars. */
  judge(figures: Figures, machine: Machine): Verdict[];
  /** The figures as lines of text, without a line break at either end. */
  show(figures: Figures): string;
}
