import type { Dataset } from '../data/dataset.ts';
import type { Pair } from '../data/split.ts';
import { shortenWeights } from '../model/build-model.ts';
import type { Plan } from '../plan/plan.ts';
import type { Recipe } from '../recipe/schema.ts';
import type { RowPredictions } from '../training/included.ts';
import { countOutputs } from '../training/network.ts';
import type { PairOutcome } from '../training/pair.ts';
import type { FirstLayer, Predictions } from './included.ts';
import type { Report } from './schema.ts';

type PlannedRows = Pick<Plan, 'dataset' | 'pairs'>;

/** Builds the parts of the report that `include` asks for, as far as the pairs produced them. */
export function buildIncluded(
  { include, penalty: { lambdas }, network }: Pick<Recipe, 'include' | 'penalty' | 'network'>,
  plan: PlannedRows,
  outcomes: readonly PairOutcome[],
): Pick<Report, 'predictions' | 'weights'> {
  const [first] = outcomes;
  return {
    ...(include.includes('predictions') && { predictions: buildPredictions(lambdas, plan, outcomes) }),
    ...(include.includes('weights') && {
      weights: buildFirstLayer(
        lambdas,
        plan.pairs[0],
        first,
        network.hidden[0] ?? countOutputs(plan.dataset.target),
      ),
    }),
  };
}

/** A validation row of the first repeat: its position in the data set, and where its pair predicts it. */
interface ValidatedRow {
  readonly row: number;
  readonly pair: number;
  readonly at: number;
}

function buildPredictions(
  lambdas: readonly number[],
  { dataset, pairs }: PlannedRows,
  outcomes: readonly PairOutcome[],
): Predictions {
  const { target, sourceRows } = dataset;
  const validated = pairs
    .flatMap(({ repeat, validation }, pair): ValidatedRow[] =>
      repeat === 0 ? Array.from(validation, (row, at) => ({ row, pair, at })) : [],
    )
    .sort((a, b) => a.row - b.row);
  const nameValue = nameValues(target);
  return {
    repeat: 0,
    rows: validated.map(({ row }) => sourceRows[row]),
    actual: validated.map(({ row }) =>
      nameValue(target.task === 'regression' ? target.values[row] : target.labels[row]),
    ),
    lambdas: lambdas.map((lambda, i) => {
      const brought = outcomes.map(({ trials }) => trials[i].included.predictions);
      const pick = <T>(read: (predictions: RowPredictions, at: number) => T) =>
        validated.map(({ pair, at }) => {
          const predictions = brought[pair];
          return predictions === null ? null : read(predictions, at);
        });
      return {
        lambda,
        predicted: pick(({ values }, at) => nameValue(values[at])),
        ...(target.task === 'classification' && {
          probability: pick(({ probabilities }, at) => probabilities?.[at] ?? null),
        }),
      };
    }),
  };
}

/** In a regression, a number is the value; in a classification, it stands for a class. */
function nameValues(target: Dataset['target']): (value: number) => number | string {
  return target.task === 'regression' ? (value) => value : (label) => target.classes[label];
}

function buildFirstLayer(
  lambdas: readonly number[],
  { repeat, fold }: Pair,
  { trials, columns }: PairOutcome,
  units: number,
): FirstLayer {
  return {
    repeat,
    fold,
    columns: (columns ?? []).map(({ feature, category }) => ({ feature, category })),
    units,
    lambdas: lambdas.map((lambda, i) => {
      const weights = trials[i].included.firstLayer;
      return { lambda, values: weights && cutRows(shortenWeights(weights), units) };
    }),
  };
}

function cutRows(values: readonly number[], width: number): number[][] {
  return Array.from({ length: values.length / width }, (_, row) =>
    values.slice(row * width, (row + 1) * width),
  );
}
