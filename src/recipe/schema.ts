import * as v from 'valibot';
import { describeValue } from '../errors.ts';
import {
  amount,
  columnName,
  type DeepReadonly,
  describe,
  finite,
  positiveInFloat32,
  seed,
} from '../schema.ts';
import { GLOSSARY } from '../words/glossary.ts';
import { pickDataSchema } from './data.ts';
import { DEFAULTS } from './defaults.ts';
import { METHODS, type Method } from './method.ts';
import { METRIC_NAMES, type MetricName } from './metrics.ts';
import { NetworkSchema, OptimizerSchema, TrainingSchema } from './network.ts';
import { Thresholds } from './thresholds.ts';

/**
 * The recipe: everything that decides a comparison. This one schema serves validation, the types, the OpenAPI
 * document, help texts and the page's form. Objects are strict: a field that absum does not know is refused,
 * never ignored.
 */

const share = v.pipe(finite, v.gtValue(0), v.ltValue(1));
/**
 * A lambda. The engines compute in float32, and the optimizers square the gradient, of which lambda is a part:
 * beyond some 1e18 that is infinite, and each engine goes astray in its own way.
 */
const lambda = v.pipe(finite, v.minValue(-1e15), v.maxValue(1e15));

export const SplitSchema = v.strictObject({
  folds: v.optional(
    describe('k-fold cross-validation; 5 unless holdout or column is given.', v.pipe(amount, v.minValue(2))),
  ),
  holdout: v.optional(describe('Share of the rows that validate.', share)),
  column: v.optional(describe('Column that marks each row "train" or "validation".', columnName)),
  repeats: v.optional(
    describe('Each repeat takes a new split and new weights.', v.pipe(amount, v.maxValue(1000))),
    DEFAULTS.repeats,
  ),
  order: v.optional(
    describe(
      'shuffled by the seed, or given: the last rows validate (holdout), or forward chaining (folds).',
      v.picklist(['shuffled', 'given']),
    ),
    'shuffled',
  ),
  fixed: v.optional(
    describe('Keep one split while repeats vary weights, batches and dropout.', v.boolean()),
    false,
  ),
  groups: v.optional(describe('Column whose equal values stay in one fold.', columnName)),
  duplicates: v.optional(
    describe(
      'together keeps equal rows, and the whole of their groups, in one fold.',
      v.picklist(['anywhere', 'together']),
    ),
    'anywhere',
  ),
});

const LambdaList = v.pipe(v.array(lambda), v.minLength(1));
export const LambdasSchema = v.union([v.literal('auto'), LambdaList]);
const LambdaWord = v.custom<'auto'>(
  (input) => input === 'auto',
  ({ input }) => `expected an array of numbers or "auto", got ${describeValue(input)}`,
);

/** More than any limit of trials takes; so many are refused unread. */
const MOST_LAMBDAS = 100_000;
const TooMany = v.custom<number[]>(
  () => false,
  ({ input }) => `expected at most ${MOST_LAMBDAS} lambdas, got ${(input as readonly unknown[]).length}`,
);

/** The form that the caller evidently meant, so that an error names the faulty lambda. */
function pickLambdasSchema(
  input: unknown,
): v.GenericSchema<v.InferInput<typeof LambdasSchema>, v.InferOutput<typeof LambdasSchema>> {
  if (Array.isArray(input)) return input.length > MOST_LAMBDAS ? TooMany : LambdaList;
  return input === undefined ? LambdasSchema : LambdaWord;
}

export const PenaltySchema = v.strictObject({
  lambdas: v.optional(
    describe(
      'Lambdas to compare; a negative one subtracts the penalty. "auto" takes 0 and eight more below the smallest lambda that zeroes every weight.',
      v.lazy(pickLambdasSchema),
    ),
    'auto',
  ),
  method: v.optional(
    describe(
      'subgradient: lambda sign(w) is added to the gradient, as in most training loops; the default where lambdas are listed. proximal: each step is followed by a soft threshold, which gives exact zeros; the default with "auto" and with groups.',
      v.picklist(METHODS),
    ),
  ),
  scale: v.optional(
    describe('The penalty is lambda times the sum, or the mean, of |w|.', v.picklist(['sum', 'mean'])),
    'sum',
  ),
  include: v.optional(
    describe('Penalise only the weights, or the biases too.', v.picklist(['weights', 'all'])),
    'weights',
  ),
  groups: v.optional(
    describe(
      "Drop whole inputs: in the first layer the penalty sums, in place of |w|, the norm of each feature's weights times the square root of their number; the columns of a text feature count as one feature. Needs the proximal method.",
      v.nullable(v.picklist(['features'])),
    ),
    null,
  ),
});

export const CompareSchema = v.strictObject({
  metric: v.optional(
    describe(
      'The metric that decides: by default rmse, or crossEntropy for classes.',
      v.picklist(METRIC_NAMES),
    ),
  ),
  baseline: v.optional(
    describe(
      'The lambda that the others are compared with, one of those listed; 0 by default, or null if 0 is not listed.',
      v.nullable(lambda),
    ),
  ),
  equivalence: v.optional(
    describe(
      "Differences up to this size do not matter in practice: a share of the baseline's mean for errors, an absolute amount for r2, pearson and accuracy.",
      v.pipe(finite, v.minValue(0), v.maxValue(1)),
    ),
    0.01,
  ),
  tolerance: v.optional(
    describe(
      "What a smaller network may cost in the report's advice: a share of the baseline's mean for errors, an absolute amount for r2, pearson and accuracy.",
      v.pipe(finite, v.minValue(0), v.maxValue(1)),
    ),
    0.05,
  ),
  nested: v.optional(
    describe(
      'Choose lambda >= 0 and the epochs by inner folds of each training part, and judge that choice on the validation rows: an honest figure for the best lambda. Each inner fold costs about one more comparison.',
      v.nullable(
        v.strictObject({
          folds: v.optional(describe('Inner folds.', v.pipe(amount, v.minValue(2), v.maxValue(100))), 4),
        }),
      ),
    ),
    null,
  ),
});

/** What else a report may hold: each name adds the field of that name. */
const INCLUDABLE = ['model', 'predictions', 'weights', 'losses'] as const;

// What comparing and training a single network have in common.
const data = describe(
  'What to learn from, in one of four forms: a built-in data set, a CSV text, rows as objects, or arrays.',
  v.lazy(pickDataSchema),
);
const model = {
  standardize: v.optional(
    describe(
      'How values are scaled before the network sees them, by the training rows alone.',
      v.strictObject({
        features: v.optional(
          describe('Give features mean 0 and standard deviation 1 on the training rows.', v.boolean()),
          true,
        ),
        target: v.optional(
          describe('The same for the target; metrics stay in its own units.', v.boolean()),
          true,
        ),
      }),
    ),
    {},
  ),
  network: v.optional(describe('The network that every lambda trains.', NetworkSchema), {}),
  loss: v.optional(
    describe(
      'What training lowers: squared, absolute or Huber error; cross-entropy makes the target a class.',
      v.picklist(['mse', 'mae', 'huber', 'cross-entropy']),
    ),
    DEFAULTS.loss,
  ),
  huberDelta: v.optional(
    describe('With loss huber: where the loss turns linear; 1 by default.', positiveInFloat32),
  ),
  optimizer: v.optional(describe('The update rule, as PyTorch defines it.', OptimizerSchema), {
    name: DEFAULTS.optimizer,
  }),
  training: v.optional(describe('How long and in which batches the network trains.', TrainingSchema), {}),
};
const run = {
  engine: v.optional(
    describe(
      'The engine that trains; auto takes the fastest that can.',
      v.picklist(['auto', 'fused', 'tfjs']),
    ),
    'auto',
  ),
  arithmetic: v.optional(
    describe(
      'strict gives the same bytes on every host; relaxed lets a host round products in its own way, which makes a step of the fused engine up to a quarter faster.',
      v.picklist(['strict', 'relaxed']),
    ),
    'strict',
  ),
  seed: v.optional(describe('Drives the split, the weights, the batches and dropout.', seed), 1),
};

/** The recipe of `compare`; a report repeats it in this order. */
export const RecipeSchema = v.strictObject({
  data,
  split: v.optional(
    describe(
      'How rows become pairs of training and validation rows; at most one of folds, holdout and column.',
      SplitSchema,
    ),
    {},
  ),
  ...model,
  penalty: v.optional(describe('The penalty and the lambdas to compare.', PenaltySchema), {}),
  compare: v.optional(describe('How the lambdas are judged.', CompareSchema), {}),
  thresholds: v.optional(describe('Where the findings draw their lines.', Thresholds), {}),
  include: v.optional(
    describe(
      'What else the report holds: "model" trains the chosen lambda once more, on all rows, and gives the network with its encoding; "predictions" gives what each lambda predicts for the validation rows of the first repeat; "weights" gives the first layer of each lambda\'s network on the first pair; "losses" gives the value of each validation row on which the verdict rests.',
      v.array(v.picklist(INCLUDABLE)),
    ),
    [],
  ),
  ...run,
});

const { lambdas: _lambdas, ...penaltyOptions } = PenaltySchema.entries;

/** The recipe of `train`: one network, one lambda, no split. */
export const TrainSchema = v.strictObject({
  data,
  rows: v.optional(
    describe(
      'The rows to train on, counted from 0; by default all.',
      v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
    ),
  ),
  ...model,
  penalty: v.optional(
    describe(
      'The penalty, with one lambda.',
      v.strictObject({ lambda: v.optional(describe(GLOSSARY.lambda, lambda), 0), ...penaltyOptions }),
    ),
    {},
  ),
  ...run,
});

/** A recipe as a caller may write it. */
export type RecipeInput = DeepReadonly<v.InferInput<typeof RecipeSchema>>;
/** The same for one network. */
export type TrainInput = DeepReadonly<v.InferInput<typeof TrainSchema>>;

/** What `parse.ts` makes of an input: every default is filled in. */
type Completed<Parsed extends { network: object; penalty: object }> = Omit<Parsed, 'network' | 'penalty'> & {
  readonly network: Parsed['network'] & { readonly initialization: 'he' | 'glorot' | 'pytorch' };
  readonly penalty: Omit<Parsed['penalty'], 'method'> & { readonly method: Method };
};

/** What the schema makes of an input: defaults that depend on other fields are missing. */
export type ParsedRecipe = v.InferOutput<typeof RecipeSchema>;

/** The recipe as it was asked for: lambdas may be `"auto"`. */
export type AskedRecipe = Omit<Completed<ParsedRecipe>, 'compare'> & {
  readonly compare: {
    readonly metric: MetricName;
    /** Null if no lambda is the baseline. */
    readonly baseline: number | null;
    readonly equivalence: number;
    readonly tolerance: number;
    readonly nested: { readonly folds: number } | null;
  };
};

/** The recipe as it is run. */
export type Recipe = Omit<AskedRecipe, 'penalty'> & {
  readonly penalty: Omit<AskedRecipe['penalty'], 'lambdas'> & { readonly lambdas: readonly number[] };
};
/** The parts of it that the pairs need once the data are loaded. */
export type PairRecipe = Omit<Recipe, 'data'>;
export type TrainRecipe = Completed<v.InferOutput<typeof TrainSchema>>;
