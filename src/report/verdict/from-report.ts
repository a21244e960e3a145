import { mean } from '../../math/mean.ts';
import { measureRounding } from '../../math/paired-test.ts';
import type { Report } from '../schema.ts';
import type { Setting, Tried } from './contrast.ts';
import { type Clusters, designWith, type SizedPair } from './test-design.ts';

// What a verdict was made with, as far as its report tells: to judge again what the report has judged.

/** The scale on which a report keeps the value of each row. */
type LossScale = NonNullable<Report['losses']>['scale'];

/** Whether a report holds the value of each row on which its verdict rests, and what each is added up over. */
export function holdsRows({ losses, test, design }: Report): boolean {
  return (
    losses?.metric === test.metric &&
    losses.pairs.length === design.order.length &&
    losses.pairs.every(
      ({ rows, groups }, i) =>
        rows.length === design.validationRows[i] &&
        (test.clusteredBy === 'rows' ? groups === undefined : groups?.length === rows.length),
    )
  );
}

/** For each pair, the values of the rows that validate; null where the report has none on that scale. */
export function listPseudoValues(
  { losses }: Report,
  lambda: number,
  scale: LossScale,
): NonNullable<Tried['pseudoValues']> {
  return (losses?.pairs ?? []).map(({ rows, lambdas }) => {
    const values = lambdas.find((each) => each.lambda === lambda)?.values ?? null;
    return losses?.scale === scale && values?.length === rows.length ? values : null;
  });
}

/**
 * The pairs of a report and the design of its test.
 *
 * @param rowsAreKept whether it holds their rows, and these are to count
 */
export function rebuildSetting(report: Report, rowsAreKept: boolean): Setting {
  const { recipe, design, test } = report;
  const { order, column, fixed } = { ...(recipe.split as Record<string, unknown> | undefined) };
  const split = {
    folds: design.folds,
    order: order === 'given' ? 'given' : 'shuffled',
    column: typeof column === 'string' ? column : undefined,
    fixed: fixed === true,
  } as const;
  const sizes = design.order.map(([repeat], i) => ({
    repeat,
    training: { length: design.trainingRows[i] },
    validation: { length: design.validationRows[i] },
  }));
  const clusters = rowsAreKept
    ? numberClusters(report)
    : { ofPair: [], count: test.clusters, kind: test.clusteredBy };
  const rounding = { accuracy: measureRounding(1 / mean(design.validationRows)) };
  return { ...settleByFigures(sizes, designWith(split, sizes, clusters), design.order), rounding };
}

/** The rows of a report's losses, or their groups, numbered from 0. */
export function numberClusters({ losses, test }: Report): Clusters {
  const numbers = new Map<number, number>();
  const ofPair = (losses?.pairs ?? []).map(({ rows, groups = rows }) =>
    Int32Array.from(groups, (key) => {
      const number = numbers.get(key) ?? numbers.size;
      numbers.set(key, number);
      return number;
    }),
  );
  return { ofPair, count: numbers.size, kind: test.clusteredBy };
}

/**
 * What was tried has in common where figures are all that is known of it: nothing is predicted.
 *
 * @param order repeat and fold of each pair
 */
export function settleByFigures(
  sizes: readonly SizedPair[],
  design: Setting['design'],
  order: readonly (readonly [repeat: number, fold: number])[],
): Setting {
  const none = new Int32Array();
  return {
    pairs: sizes.map((_, i) => {
      const [repeat, fold] = order[i];
      return { repeat, fold, path: [repeat, fold], training: none, validation: none };
    }),
    design,
    target: { task: 'regression', name: '', values: new Float64Array() },
    loss: { name: 'mse' },
    scalings: [],
  };
}
