import { pickNumber } from '../flow/make.ts';
import { listLayers } from '../flow/modules.ts';
import type { Given, Module, Value } from '../flow/values.ts';
import type { Place } from '../syntax/nodes.ts';
import type { Reading } from './reading.ts';

// Penalties that Keras keeps with its layers.

interface Regulariser {
  readonly lambda: number | null;
  readonly place: Place;
  readonly hasL2: boolean;
}

/** @returns whether there are any */
export function readRegularisers(reading: Reading, module: Module): boolean {
  const dense = listLayers(module).filter(({ type }) => /Dense$/.test(type ?? ''));
  const kernels = dense.flatMap((layer) => readRegulariser(layer, 'kernel_regularizer'));
  const [first] = kernels;
  if (first === undefined) return false;
  const lambdas = new Set(kernels.map(({ lambda }) => lambda));
  if (first.lambda === null) {
    reading.miss(
      'penalty.lambdas',
      first.place,
      'Lambda could not be read: a run needs it (penalty.lambdas).',
    );
  } else if (lambdas.size > 1) {
    const message =
      'A recipe has one lambda for all layers, and these layers several: a run needs one (penalty.lambdas).';
    reading.miss('penalty.lambdas', first.place, message);
  } else reading.say('penalty.lambdas', [first.lambda], first.place);
  reading.say('penalty.method', 'subgradient', first.place);
  reading.say('penalty.scale', 'sum', first.place);
  reading.say('penalty.include', 'weights', first.place);
  if (kernels.length < dense.length) {
    const message = `A recipe penalises all layers, and this network ${kernels.length} of ${dense.length}: a run penalises all.`;
    reading.miss('penalty.include', first.place, message);
  }
  const square = kernels.find(({ hasL2 }) => hasL2);
  if (square !== undefined) {
    reading.miss(
      'penalty',
      square.place,
      'A recipe has no L2 penalty: a run trains with the L1 penalty alone.',
    );
  }
  return true;
}

function readRegulariser({ given }: Module, name: string): Regulariser[] {
  const value = given?.named.get(name);
  if (given === null || value === undefined) return [];
  // What Keras takes where the text says "l1" alone.
  if (value.kind === 'text')
    return value.value?.toLowerCase() === 'l1' ? [{ lambda: 0.01, place: given.place, hasL2: false }] : [];
  const made = readMade(value);
  if (made === null) return [];
  if (made.name === 'l1')
    return [{ lambda: pickL1(made, 'l1', 0.01), place: made.given.place, hasL2: false }];
  if (made.name === 'l1_l2' || made.name === 'l1l2')
    return [{ lambda: pickL1(made, 'l1', 0), place: made.given.place, hasL2: true }];
  return [];
}

function readMade(value: Value): { readonly name: string; readonly given: Given } | null {
  if (value.kind !== 'thing' || value.type !== 'regularizer') return null;
  const name = value.parts.get('name');
  return name?.kind === 'text' && name.value !== null
    ? { name: name.value.toLowerCase(), given: value.given }
    : null;
}

function pickL1({ given }: { readonly given: Given }, name: string, standard: number): number | null {
  const isSaid = given.named.has(name) || given.positional.length > 0;
  return isSaid ? pickNumber(given, name, 0) : standard;
}
