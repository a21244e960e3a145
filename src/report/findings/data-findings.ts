import type { Next } from '../../recipe/next.ts';
import type { Size } from '../../training/facts.ts';
import { joinWords } from '../../words/lists.ts';
import { round } from '../../words/numbers.ts';
import { type Finding, makeFinding } from './finding.ts';
import { ignoreToo } from './mend.ts';
import type { Observed } from './observed.ts';

/** The target has a single value in all training rows of some pair, so nothing can be learned there. */
export function findConstantTarget({ facts }: Observed): Finding | null {
  const count = facts.filter(({ constantTarget }) => constantTarget).length;
  if (count === 0) return null;
  const evidence = { pairs: count, ofPairs: facts.length };
  const message =
    `The target has a single value in the training rows of ${count} of ${facts.length} pairs, so there is nothing to ` +
    'learn in them: check that the right column is the target, or take more rows or fewer folds.';
  return makeFinding('constant-target', [], evidence, message);
}

/** A feature has a single value in all training rows of some pair. */
export function findConstantFeatures({ facts, recipe, lambdas }: Observed): Finding | null {
  const counts = new Map<string, number>();
  for (const { constantFeatures } of facts) {
    for (const name of constantFeatures) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  if (counts.size === 0) return null;
  const features = Array.from(counts, ([name, pairs]) => ({ name, pairs }));
  const names = joinWords(features.map(({ name, pairs }) => `${name} (${pairs} of ${facts.length} pairs)`));
  const [its, it] = features.length === 1 ? ['its', 'it'] : ['their', 'them'];
  const message =
    `Constant in the training rows: ${names}; there ${its} weights are 0, since nothing can be learnt about ${it}: leave ${it} ` +
    'out with data.ignore, or take rows that vary.';
  const next = ignoreToo(
    recipe,
    lambdas[0].report.features.map(({ name }) => name),
    [...counts.keys()],
  );
  return makeFinding('constant-feature', [], { features, ofPairs: facts.length }, message, next);
}

/** Features or target are far from the size that initial weights and step sizes assume. */
export function findUnscaledData({ facts, recipe }: Observed): Finding | null {
  const factor = recipe.thresholds.unscaledFactor;
  const isOff = (size: Size | null) => size !== null && (size.rms > factor || size.rms < 1 / factor);
  const feature = findExtreme(facts.map(({ largestFeature }) => largestFeature).filter(isOff));
  const target = findExtreme(facts.map((pair) => pair.target).filter(isOff));
  if (feature === null && target === null) return null;
  const largeFeatures = facts.reduce((most, pair) => Math.max(most, pair.largeFeatures), 0);
  const said = [
    ...(feature === null ? [] : [`the largest feature, ${feature.name}, at ${round(feature.rms)}`]),
    ...(target === null ? [] : [`the target, ${target.name}, at ${round(target.rms)}`]),
  ];
  const fields = joinWords([
    ...(feature === null ? [] : ['standardize.features']),
    ...(target === null ? [] : ['standardize.target']),
  ]);
  const evidence = { largestFeature: feature, largeFeatures, target, factor };
  const message =
    `Not standardised: ${joinWords(said)} (root mean square), where initial weights and step sizes assume about 1, and ` +
    `the penalty on a feature depends on its unit: set ${fields} to true.`;
  const next: Next = {
    standardize: { ...(feature !== null && { features: true }), ...(target !== null && { target: true }) },
  };
  return makeFinding('unscaled-data', [], evidence, message, next);
}

/** The size furthest from 1 in either direction. */
function findExtreme(sizes: readonly (Size | null)[]): Size | null {
  const distance = ({ rms }: Size) => Math.max(rms, 1 / rms);
  return sizes.reduce<Size | null>(
    (most, size) => (size !== null && (most === null || distance(size) > distance(most)) ? size : most),
    null,
  );
}
