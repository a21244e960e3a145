import type { Dataset } from '../../src/data/dataset.ts';
import { type FoldEncoding, fitEncoding } from '../../src/data/encode.ts';
import { countUp } from '../../src/data/gather.ts';
import { buildModel } from '../../src/model/build-model.ts';
import type { Model } from '../../src/model/model.ts';
import { openStream } from '../../src/random/random.ts';
import { loadDataset } from '../../src/recipe/load.ts';
import { parseRecipe } from '../../src/recipe/parse.ts';

/** A model without training: a linear one with weights drawn at random, through JSON as users have it. */
export interface DrawnModel {
  readonly model: Model;
  /** What it gives for the rows of its data set, in the order of the table, by the definition of its encoding. */
  readonly expected: readonly number[];
  readonly dataset: Dataset;
}

/** Reads data as a comparison does, and draws a model of them. */
export async function drawModel(data: object, more: object = {}): Promise<DrawnModel> {
  const recipe = parseRecipe({ data, ...more });
  const dataset = await loadDataset(recipe);
  const encoding = fitEncoding(dataset, countUp(dataset.rows), { features: true, target: true });
  const random = openStream(7, 'generator');
  const weights = Float32Array.from(encoding.columns, ({ feature }) =>
    encoding.constantFeatures.includes(feature) ? 0 : random.nextUint32() / 2 ** 32 - 0.5,
  );
  const layers = [{ inputs: weights.length, outputs: 1, weights, biases: Float32Array.of(0.25) }];
  const network = { hidden: [], activation: 'linear' } as const;
  const model = buildModel({ lambda: 0, epochs: 1, data: recipe.data, dataset, encoding, network, layers });
  return {
    model: JSON.parse(JSON.stringify(model)),
    expected: computeExpected(dataset, encoding, weights),
    dataset,
  };
}

function computeExpected(dataset: Dataset, encoding: FoldEncoding, weights: Float32Array): number[] {
  const features = new Map(dataset.features.map((feature) => [feature.name, feature]));
  return Array.from({ length: dataset.rows }, (_, row) => {
    let output = 0.25;
    for (const [i, { feature, category, mean, scale, fill }] of encoding.columns.entries()) {
      const cell = features.get(feature)?.values[row] ?? null;
      const value =
        typeof cell === 'number'
          ? Number.isNaN(cell)
            ? fill
            : cell
          : Number(cell !== null && cell === category);
      output += Math.fround((value - mean) / scale) * weights[i];
    }
    return output * encoding.targetScale + encoding.targetMean;
  });
}
