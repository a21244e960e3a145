import type { Dataset } from '../data/dataset.ts';
import { countCategories } from '../data/encode.ts';
import { describeValue } from '../errors.ts';

/** A column that brings a smaller share of the inputs is not what makes them many. */
const LEAST_SHARE = 0.1;

/** Names the text column that brings most inputs of a network, as a way out after others; empty if none brings many. */
export function adviseOnWidest({ features }: Pick<Dataset, 'features'>, inputs: number): string {
  let widest = { name: '', categories: 0 };
  for (const feature of features) {
    const categories = feature.kind === 'text' ? countCategories(feature) : 0;
    if (categories > widest.categories) widest = { name: feature.name, categories };
  }
  const { name, categories } = widest;
  if (categories < 2 || features.length === 1 || categories < LEAST_SHARE * inputs) return '';
  return `; column ${describeValue(name)} alone brings ${categories} of ${inputs} inputs: leave it out with data.ignore`;
}
