import type { Resolved } from '../plan/grid/resolve-lambdas.ts';
import type { CurvePoint } from '../training/epochs.ts';
import type { Closing } from '../training/pair.ts';
import type { Trial } from '../training/trial.ts';
import { readExact, writeExact } from './exact-text.ts';

/** What a search for lambdas "auto" found. */
export type Prepared = Pick<Resolved, 'grid' | 'steps'> & { readonly lambdas: readonly number[] };

/** A curve by columns; epochs count from 1, and the objective is the sum of loss and penalty. */
interface Columns {
  readonly trainingDataLoss: Float64Array;
  /** Null where nothing validates. */
  readonly validationDataLoss: Float64Array | null;
  readonly penalty: Float64Array;
  readonly batchObjective: Float64Array;
}

/** Writes one trial of the grid as the ledger keeps it; `readTrial` gives back the same, bit for bit. */
export function writeTrial(trial: Trial): string {
  return writeExact({ ...trial, curve: packCurve(trial.curve) });
}

export function readTrial(text: string): Trial {
  const trial = readExact(text) as Omit<Trial, 'curve'> & { readonly curve: Columns };
  return { ...trial, curve: unpackCurve(trial.curve) };
}

/** The same for what a pair brings besides its trials. */
export function writeClosing(closing: Closing): string {
  return writeExact(closing);
}

export function readClosing(text: string): Closing {
  return readExact(text) as Closing;
}

export function writePrepared(prepared: Prepared): string {
  return writeExact(prepared);
}

export function readPrepared(text: string): Prepared {
  return readExact(text) as Prepared;
}

/** The curve is most of a trial: packed it takes half the room. */
function packCurve(curve: readonly CurvePoint[]): Columns {
  const pick = (read: (point: CurvePoint) => number) => Float64Array.from(curve, read);
  const isValidated = curve.some(({ validationDataLoss }) => validationDataLoss !== null);
  return {
    trainingDataLoss: pick((point) => point.trainingDataLoss),
    validationDataLoss: isValidated ? pick((point) => point.validationDataLoss ?? Number.NaN) : null,
    penalty: pick((point) => point.penalty),
    batchObjective: pick((point) => point.batchObjective),
  };
}

function unpackCurve({
  trainingDataLoss,
  validationDataLoss,
  penalty,
  batchObjective,
}: Columns): CurvePoint[] {
  return Array.from(trainingDataLoss, (loss, i) => ({
    epoch: i + 1,
    trainingDataLoss: loss,
    validationDataLoss: validationDataLoss === null ? null : validationDataLoss[i],
    penalty: penalty[i],
    objective: loss + penalty[i],
    batchObjective: batchObjective[i],
  }));
}
