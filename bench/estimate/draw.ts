import type { Random } from '../../src/random/random.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';

/** A comparison drawn from all that is accepted, with its data described rather than made. */
export interface Draft {
  readonly data: DataDraft;
  readonly folds: number;
  /** In place of folds. */
  readonly holdout: number | null;
  readonly repeats: number;
  readonly epochs: number;
  readonly lambdas: readonly number[] | 'auto';
  readonly nested: number | null;
  /** Everything else, as the recipe has it. */
  readonly rest: Omit<RecipeInput, 'data' | 'split' | 'penalty' | 'compare' | 'training'> & {
    readonly training: RecipeInput['training'];
    readonly penalty: RecipeInput['penalty'];
  };
}

export interface DataDraft {
  readonly kind: 'friedman1' | 'arrays' | 'rows' | 'csv' | 'texts';
  readonly rows: number;
  readonly features: number;
  /** More than one is classes. */
  readonly classes: number;
  /** Categories of each column of text. */
  readonly categories: number;
  readonly seed: number;
}

/** The most cells that are sent along: a body of some megabytes. */
const MOST_SENT = 300_000;
const MOST_GENERATED = 1_000_000;

/** Draws a comparison; every field that is a number, uniformly on a logarithmic scale. */
export function drawDraft(random: Random, engine: 'fused' | 'tfjs'): Draft {
  const draw = createDraw(random);
  const { pick, log, whole, chance } = draw;
  const loss = pick(['mse', 'mse', 'mae', 'huber', 'cross-entropy'] as const);
  const general = engine === 'tfjs';
  const name = pick(
    general ? (['sgd', 'momentum', 'rmsprop', 'adam'] as const) : (['sgd', 'momentum', 'adam'] as const),
  );
  const groups = chance(0.15) ? ('features' as const) : null;
  const isAuto = chance(0.2);
  const method = groups !== null || isAuto || chance(0.5) ? ('proximal' as const) : ('subgradient' as const);
  return {
    data: drawData(draw, loss === 'cross-entropy'),
    folds: whole(2, 20),
    holdout: chance(0.25) ? log(0.05, 0.5) : null,
    repeats: whole(1, 50),
    epochs: whole(1, 100_000),
    lambdas: isAuto ? 'auto' : drawLambdas(draw, method === 'subgradient'),
    nested: chance(0.15) ? whole(2, 8) : null,
    rest: {
      loss,
      engine,
      seed: whole(1, 1000),
      standardize: { features: chance(0.8), target: true },
      network: {
        hidden: Array.from({ length: Math.floor(5 * random.nextUniform()) }, () => whole(1, 4096)),
        activation: pick(
          general
            ? (['relu', 'tanh', 'sigmoid', 'elu', 'linear'] as const)
            : (['relu', 'tanh', 'sigmoid', 'linear'] as const),
        ),
        dropout: chance(0.3) ? log(0.01, 0.9) : 0,
      },
      optimizer: { name, learningRate: log(1e-6, 1e-3) },
      training: {
        batchSize: whole(1, 100_000),
        batches: pick(['shuffled', 'shuffled', 'sequential', 'overlapping'] as const),
        evaluate: whole(2, 1000),
        patience: chance(0.2) ? whole(1, 1000) : null,
      },
      penalty: { method, groups, include: pick(['weights', 'all'] as const) },
      include: (['model', 'predictions', 'losses'] as const).filter(() => chance(0.2)),
    },
  };
}

/** The recipe of a draft, its data made. */
export function writeRecipe({
  data,
  folds,
  holdout,
  repeats,
  epochs,
  lambdas,
  nested,
  rest,
}: Draft): RecipeInput {
  return {
    ...rest,
    data: makeData(data),
    split: holdout === null ? { folds, repeats } : { holdout, repeats },
    training: { ...rest.training, epochs },
    penalty: { ...rest.penalty, lambdas: lambdas === 'auto' ? lambdas : [...lambdas] },
    ...(nested !== null && { compare: { nested: { folds: nested } } }),
  };
}

type Draw = ReturnType<typeof createDraw>;

function createDraw(random: Random) {
  const log = (low: number, high: number) => low * Math.exp(random.nextUniform() * Math.log(high / low));
  return {
    log,
    chance: (share: number) => random.nextUniform() < share,
    whole: (low: number, high: number) => Math.floor(log(low, high + 1)),
    pick: <Value>(values: readonly Value[]): Value => values[random.nextBelow(values.length)] as Value,
  };
}

function drawData({ pick, whole }: Draw, isClasses: boolean): DataDraft {
  const kind = isClasses
    ? pick(['arrays', 'rows', 'csv', 'texts'] as const)
    : pick(['friedman1', 'friedman1', 'friedman1', 'arrays', 'rows', 'csv', 'texts'] as const);
  const rows = whole(20, 100_000);
  const most = (kind === 'friedman1' ? MOST_GENERATED : MOST_SENT) / rows;
  const features = Math.max(kind === 'friedman1' ? 5 : 1, Math.min(Math.floor(most), whole(1, 500)));
  return {
    kind,
    rows,
    features,
    classes: isClasses ? Math.min(Math.floor(rows / 4), whole(2, 200)) : 1,
    categories: Math.min(Math.floor(rows / 2), whole(2, 100)),
    seed: whole(1, 1000),
  };
}

function drawLambdas({ whole, log, chance }: Draw, mayBeNegative: boolean): number[] {
  const lambdas = new Set([0]);
  const count = whole(1, 30);
  for (let i = 1; i < count; i++) {
    const size = Number(log(1e-6, 1e-2).toPrecision(4));
    lambdas.add(mayBeNegative && chance(0.2) ? -size / 100 : size);
  }
  return [...lambdas];
}

function makeData({ kind, rows, features, classes, categories, seed }: DataDraft): RecipeInput['data'] {
  if (kind === 'friedman1') return { dataset: 'friedman1', rows, features, seed };
  const random = seed * 7919;
  // A hash of row and column: the values need no structure, only to differ.
  const value = (row: number, column: number) =>
    Math.round(1e6 * ((Math.sin(random + row * 12.9898 + column * 78.233) * 43758.5453) % 1)) / 1e6;
  const target = (row: number) => {
    if (classes === 1) return value(row, -1);
    return `c${row < 2 * classes ? row % classes : Math.floor(Math.abs(value(row, -1)) * classes) % classes}`;
  };
  const text = (row: number, column: number) => `t${Math.floor(Math.abs(value(row, column)) * categories)}`;
  const isText = (column: number) => kind === 'texts' && column % 4 === 0 && column < 12;
  const cell = (row: number, column: number) => (isText(column) ? text(row, column) : value(row, column));
  const each = <Item>(length: number, make: (i: number) => Item) => Array.from({ length }, (_, i) => make(i));
  if (kind === 'arrays') {
    return { x: each(rows, (r) => each(features, (c) => value(r, c))), y: each(rows, target) };
  }
  if (kind === 'rows') {
    const row = (r: number) => Object.fromEntries(each(features, (c) => [`f${c}`, value(r, c)]));
    return { rows: each(rows, (r) => ({ ...row(r), y: target(r) })), target: 'y' };
  }
  const header = [...each(features, (c) => `f${c}`), 'y'].join();
  const lines = each(rows, (r) => [...each(features, (c) => cell(r, c)), target(r)].join());
  return { csv: [header, ...lines].join('\n'), target: 'y' };
}
