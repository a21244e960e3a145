import type { Engine } from '../../../src/engines/engine.ts';
import { judgingScores } from '../../../src/judge/judge.ts';
import type { JudgeInput } from '../../../src/judge/request.ts';
import type { Setting, Tried } from '../../../src/report/verdict/contrast.ts';
import { finish } from '../../../src/sliced.ts';
import { writeRecipe } from '../run-set.ts';
import { trainSet } from '../train-set.ts';
import type { JudgeCell } from './cells.ts';

/** What a judge said of one data set. */
export interface JudgedSet {
  /** Whether it called any candidate better or worse, though all are the same. */
  readonly isCalled: boolean;
  /** The share of candidates that it calls equivalent. */
  readonly equivalent: number;
  /** The share of candidates that pass the gate against harm, as they should. */
  readonly notWorse: number;
  /** Whether the first candidate passes it though it is worse by exactly as much as is held not to matter. */
  readonly isLetThrough: boolean;
}

const EQUIVALENCE = 0.01;

/** Draws a data set of a cell, trains the same network again and again, and asks the judge which is better. */
export async function runJudgeSet(cell: JudgeCell, seed: number, engine: Engine): Promise<JudgedSet> {
  const asked = { ...cell, lambdas: [], method: 'subgradient', metrics: [cell.metric] } as const;
  const { setting, list } = await trainSet(
    writeRecipe(asked, seed),
    { lambdas: [], again: cell.candidates - 1 },
    engine,
  );
  const tried = list(cell.metric);
  const answer = finish(judgingScores(write(cell, tried, setting, false)));
  const others = answer.candidates.flatMap(({ comparison, gate }) =>
    comparison === null ? [] : [{ verdict: comparison.verdict, isSafe: gate?.notWorse === true }],
  );
  const share = (isMeant: (each: (typeof others)[number]) => boolean) =>
    others.filter(isMeant).length / others.length;
  const harmed = finish(judgingScores(write(cell, tried.slice(0, 2), setting, true)));
  return {
    isCalled: others.some(({ verdict }) => verdict !== 'undecided' && verdict !== 'equivalent'),
    equivalent: share(({ verdict }) => verdict === 'equivalent'),
    notWorse: share(({ isSafe }) => isSafe),
    isLetThrough: harmed.candidates[1].gate?.notWorse === true,
  };
}

/** What the judge is asked; with harm, the second candidate is worse by exactly what is held not to matter. */
function write(cell: JudgeCell, tried: readonly Tried[], setting: Setting, isHarmed: boolean): JudgeInput {
  const harm = (value: number, i: number) => {
    if (!isHarmed || i !== 1) return value;
    return cell.metric === 'accuracy' ? value - EQUIVALENCE : value * (1 + EQUIVALENCE);
  };
  const direction = cell.metric === 'accuracy' ? 'higher' : 'lower';
  // The mean of the rows' losses is the squared error, or the share of hits.
  const metric = cell.given === 'losses' && cell.metric === 'rmse' ? 'mse' : cell.metric;
  const shared = {
    metric,
    direction,
    equivalence: EQUIVALENCE,
    baseline: 'candidate 0',
    ...cell.told,
  } as const;
  const name = (i: number) => `candidate ${i}`;
  if (cell.given === 'scores') {
    const scores = tried.map(({ validation }, i) => [
      name(i),
      validation[cell.metric].values.map((value) => value && round(harm(value, i), cell.decimals)),
    ]);
    return { ...shared, data: { scores: Object.fromEntries(scores) } };
  }
  const rows = setting.pairs.flatMap(({ repeat, fold, validation }, p) =>
    Array.from(validation, (row, at) => ({
      row,
      repeat,
      fold,
      ...Object.fromEntries(
        tried.map((each, i) => [name(i), harm(measureLoss(cell, each, setting, p, at), i)]),
      ),
    })),
  );
  return { ...shared, data: { rows } };
}

function round(value: number, decimals: number | undefined): number {
  return decimals === undefined ? value : Number(value.toFixed(decimals));
}

/** The squared error of a row, or whether its class was hit. */
function measureLoss(
  { metric }: JudgeCell,
  { outputs }: Tried,
  { target, pairs, scalings }: Setting,
  pair: number,
  at: number,
): number {
  const row = pairs[pair].validation[at];
  const own = outputs[pair];
  if (own === null) throw new Error('expected networks that did not diverge');
  if (metric === 'accuracy') {
    const width = own.length / pairs[pair].validation.length;
    const scores = own.subarray(at * width, (at + 1) * width);
    const chosen = scores.indexOf(Math.max(...scores));
    return target.task === 'classification' && chosen === target.labels[row] ? 1 : 0;
  }
  if (target.task === 'classification') throw new Error('classes have no errors');
  const { targetMean, targetScale } = scalings[pair];
  return (own[at] * targetScale + targetMean - target.values[row]) ** 2;
}
