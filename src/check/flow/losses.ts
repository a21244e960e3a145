import { makeOf, makeQuantity, makeTerm, pickText, pickTruth } from './make.ts';
import { hasOutput, listBases, toQuantity } from './quantities.ts';
import type { Machine } from './state.ts';
import type { Forward, Given, Quantity, Value } from './values.ts';

// Losses: what compares outputs with targets.

const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^(MSELoss|mse_loss|MeanSquaredError|mean_squared_error|mse|MSE)$/, 'mse'],
  [/^(L1Loss|l1_loss|MeanAbsoluteError|mean_absolute_error|mae|MAE)$/, 'mae'],
  [/^(HuberLoss|huber_loss|SmoothL1Loss|smooth_l1_loss|Huber|huber)$/, 'huber'],
  [
    /^(CrossEntropyLoss|cross_entropy|CategoricalCrossentropy|SparseCategoricalCrossentropy|categorical_crossentropy|sparse_categorical_crossentropy|sparse_softmax_cross_entropy_with_logits|softmax_cross_entropy_with_logits)$/,
    'cross-entropy',
  ],
];

export function nameLoss(type: string): string {
  const last = type.split('.').at(-1) ?? '';
  return NAMES.find(([of]) => of.test(last))?.[1] ?? 'other';
}

export function isLossName(type: string): boolean {
  const last = type.split('.').at(-1) ?? '';
  return (
    nameLoss(type) !== 'other' ||
    /(Loss|_loss|Crossentropy|crossentropy|_with_logits|cross_entropy|CosineSimilarity|KLDivergence|LogCosh|Hinge)$/.test(
      last,
    )
  );
}

/** Asks a loss of a library, made by `made`, what `given` comes to. */
export function computeLoss(machine: Machine, type: string, made: Given | null, given: Given): Value {
  const { state } = machine;
  const { place } = given;
  const values = [...given.positional, ...given.named.values()];
  const quantities = values.map((value) => toQuantity(value, place, state.run));
  const penalised = quantities.find((each) => isParameter(each));
  const reduction = readReduction(made ?? given);
  if (penalised != null && nameLoss(type) !== 'other')
    return penalise(machine, type, penalised, reduction, given);
  const output = quantities.find((each) => each !== null && hasOutput(each)) ?? null;
  const target = quantities.find((each) => each !== null && each !== output) ?? null;
  const forward = findForward(output);
  state.emit({ ...state.happened(place), kind: 'loss', forward, output, target, type, given: made ?? given });
  const isReduced = reduction !== 'none';
  const base = { kind: 'loss' as const, name: nameLoss(type), forward, isReduced, reduction };
  return joinAs(output, makeOf(base, place, state.run, { rank: isReduced ? 0 : null }));
}

/** `F.l1_loss(weights, zeros, reduction='sum')`: a penalty by way of a loss. */
function penalise(
  { state }: Machine,
  type: string,
  penalised: Quantity,
  reduction: 'mean' | 'sum' | 'none' | null,
  { place }: Given,
): Quantity {
  const operation = nameLoss(type) === 'mae' ? 'abs' : nameLoss(type) === 'mse' ? 'square' : 'other';
  const terms = penalised.terms.flatMap(({ base, detachedAt }) => {
    if (base.kind !== 'parameter') return [];
    const reduced =
      reduction === 'sum' ? ('sum' as const) : reduction === 'none' ? ('no' as const) : ('mean' as const);
    const set = base.set;
    return [{ ...makeTerm({ kind: 'parameter', set, operation, reduced }, place, state.run), detachedAt }];
  });
  return makeQuantity(terms, place, { rank: 0 });
}

function isParameter(value: Quantity | null): boolean {
  return (
    value !== null &&
    value.terms.length > 0 &&
    value.terms.every(({ base }) => base.kind === 'parameter' && base.reduced === 'no')
  );
}

function readReduction(given: Given): 'mean' | 'sum' | 'none' | null {
  if (pickTruth(given, 'size_average') === false) return 'sum';
  if (pickTruth(given, 'reduce') === false) return 'none';
  if (!given.named.has('reduction')) return 'mean';
  const text = pickText(given, 'reduction');
  if (text === 'mean' || text === 'sum' || text === 'none') return text;
  return /^sum_over_batch_size$/i.test(text ?? '') ? 'mean' : null;
}

/** A loss of outputs that were put together is that of all of them. */
function joinAs(output: Quantity | null, loss: Quantity): Quantity {
  const joined = output?.terms.find((term) => term.joined !== null)?.joined ?? null;
  return { ...loss, terms: loss.terms.map((term) => ({ ...term, joined })) };
}

export function findForward(value: Value | null): Forward | null {
  const base = listBases(value).find(({ kind }) => kind === 'output');
  return base?.kind === 'output' ? base.forward : null;
}

/** A function of which nothing is known, of outputs and something else, measures them. */
export function measure(machine: Machine, type: string | null, given: Given): Quantity {
  const { state } = machine;
  const { place } = given;
  const quantities = [...given.positional, ...given.named.values()].map((value) =>
    toQuantity(value, place, state.run),
  );
  const output = quantities.find((each) => each !== null && hasOutput(each)) ?? null;
  const target = quantities.find((each) => each !== null && each !== output) ?? null;
  const forward = findForward(output);
  state.emit({ ...state.happened(place), kind: 'loss', forward, output, target, type, given });
  const base = { kind: 'loss' as const, name: 'other', forward, isReduced: true, reduction: null };
  return joinAs(output, makeOf(base, place, state.run));
}
