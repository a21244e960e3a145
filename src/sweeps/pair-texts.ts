import type { Pair } from '../data/split.ts';
import { serveOthers } from '../pace.ts';
import type { CurvePoint } from '../training/curve.ts';
import { type Closing, openPair, type PairOutcome, type Work, type Workplace } from '../training/pair.ts';
import type { Trial } from '../training/trial.ts';
import { readExact, writeExact } from './exact-text.ts';
import type { PairTexts } from './ledger-calls.ts';

// A pair is worked on as in a comparison, but piece by piece: its results are written as texts, and joined
// from them.

/** A curve by columns; epochs count from 1, and the objective is the sum of loss and penalty. */
interface Columns {
  /** The epochs after which the training rows were evaluated, and their loss there. */
  readonly evaluatedEpoch: Int32Array;
  readonly trainingDataLoss: Float64Array;
  /** Null if there are no validation rows. */
  readonly validationDataLoss: Float64Array | null;
  readonly penalty: Float64Array;
  readonly batchObjective: Float64Array;
}

/** A pair about to be worked on, some of whose trials may be on record. */
interface OpenPairTexts {
  /**
   * Trains the lambdas at some positions.
   *
   * @param take called with each finished trial's text, and `compare.metric` on its validation rows
   */
  train(
    positions: readonly number[],
    take: (position: number, text: string, value: number | null) => Promise<void>,
  ): Promise<void>;
  /**
   * Does what is left, and writes it as a text.
   *
   * @param trials the texts of all its trials if inner folds choose; else empty
   */
  close(trials: readonly string[]): Promise<string>;
}

/** Encodes the rows of a pair. */
export async function openPairTexts(
  work: Work,
  split: Pair,
  { engine, pacer }: Pick<Workplace, 'engine' | 'pacer'>,
): Promise<OpenPairTexts> {
  const pair = await openPair(work, split, { engine, pacer });
  const { metric } = work.recipe.compare;
  return {
    async train(positions, take) {
      await pair.train(positions, (trial, position) =>
        take(position, writeTrial(trial), trial.validation[metric]?.value ?? null),
      );
    },
    close: async (trials) => writeExact(await pair.close(trials.map(readTrial))),
  };
}

/**
 * Does what is left of a pair, in a place that has no ledger.
 *
 * @param todo the trials to train, by the positions of their lambdas, and the texts of the pair's others, which
 *   are read only if inner folds choose
 * @param tell called with each trial's text, and `compare.metric` on its validation rows
 * @returns the text of what is left of the pair after its trials
 */
export async function workOnTexts(
  work: Work,
  split: Pair,
  {
    positions,
    known,
  }: { readonly positions: readonly number[]; readonly known: ReadonlyMap<number, string> },
  place: Pick<Workplace, 'engine' | 'pacer'>,
  tell: (trial: { position: number; text: string; value: number | null }) => void,
): Promise<string> {
  const { compare, penalty } = work.recipe;
  const pair = await openPairTexts(work, split, place);
  const texts = new Map(known);
  await pair.train(positions, async (position, text, value) => {
    // So that a word to stop arrives even among trials too short for a pause.
    await serveOthers();
    if (compare.nested !== null) texts.set(position, text);
    tell({ position, text, value });
  });
  const all = compare.nested === null ? [] : [...penalty.lambdas.keys()].map((i) => texts.get(i) ?? '');
  return pair.close(all);
}

/** Puts together what pairs produced. The curves, which are most of it, are handed over and not kept. */
export function openJoin(takeCurve: (position: number, curve: readonly CurvePoint[]) => void) {
  const share = openShares();
  return ({ trials, closing }: PairTexts): PairOutcome => {
    const joined = trials.map((text, position) => {
      const trial = readTrial(text);
      takeCurve(position, trial.curve);
      const { kept, included } = trial;
      const isEmpty = Object.values(included).every((part) => part === null);
      return {
        ...trial,
        kept: kept && share(kept),
        included: isEmpty ? share(included) : included,
        curve: [],
      };
    });
    return { trials: joined, ...(readExact(closing) as Closing) };
  };
}

/** Writes one trial of the grid as the ledger keeps it; `readTrial` gives back the same, bit for bit. */
export function writeTrial(trial: Trial): string {
  return writeExact({ ...trial, curve: packCurve(trial.curve) });
}

/** It needs no check: the ledger never gives out a text of another layout or version. */
export function readTrial(text: string): Trial {
  const trial = readExact(text) as Omit<Trial, 'curve'> & { readonly curve: Columns };
  return { ...trial, curve: unpackCurve(trial.curve) };
}

/** The curve is most of a trial; packed, it takes half the room. */
function packCurve(curve: readonly CurvePoint[]): Columns {
  const pick = (read: (point: CurvePoint) => number) => Float64Array.from(curve, read);
  const isValidated = curve.some(({ validationDataLoss }) => validationDataLoss !== null);
  const evaluated = curve.flatMap(({ epoch, trainingDataLoss: loss }) =>
    loss === null ? [] : [{ epoch, loss }],
  );
  return {
    evaluatedEpoch: Int32Array.from(evaluated, ({ epoch }) => epoch),
    trainingDataLoss: Float64Array.from(evaluated, ({ loss }) => loss),
    validationDataLoss: isValidated ? pick((point) => point.validationDataLoss ?? Number.NaN) : null,
    penalty: pick((point) => point.penalty),
    batchObjective: pick((point) => point.batchObjective),
  };
}

function unpackCurve({
  evaluatedEpoch,
  trainingDataLoss,
  validationDataLoss,
  penalty,
  batchObjective,
}: Columns): CurvePoint[] {
  const curve = Array.from(
    penalty,
    (value, i): CurvePoint => ({
      epoch: i + 1,
      trainingDataLoss: null,
      validationDataLoss: validationDataLoss === null ? null : validationDataLoss[i],
      penalty: value,
      objective: null,
      batchObjective: batchObjective[i],
    }),
  );
  for (const [i, epoch] of evaluatedEpoch.entries()) {
    const [point, loss] = [curve[epoch - 1], trainingDataLoss[i]];
    curve[epoch - 1] = { ...point, trainingDataLoss: loss, objective: loss + point.penalty };
  }
  return curve;
}

/** Replaces equal objects by a single one: most trials of a lambda keep the same features. */
function openShares(): <T>(value: T) => T {
  const known = new Map<string, unknown>();
  return <T>(value: T) => {
    const text = writeExact(value);
    if (!known.has(text)) known.set(text, value);
    return known.get(text) as T;
  };
}
