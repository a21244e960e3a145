import { describe, expect, it } from 'vitest';
import { buildModel } from '../../src/model/build-model.ts';
import { openStream } from '../../src/random/random.ts';

describe('a model', () => {
  it('holds every weight in nine digits, which read back as the float32 that was trained', () => {
    const random = openStream(1, 'generator');
    const drawn = Array.from({ length: 20_000 }, () => random.nextUint32());
    const trained = new Float32Array(Uint32Array.from(drawn).buffer).filter(Number.isFinite);
    const ends = [0, -0, 2 ** -149, 2 ** -126, 1 + 2 ** -23, 16777215, 3.4028234663852886e38];
    const weights = Float32Array.of(...trained, ...ends);
    const { layers } = buildModel({
      lambda: 0,
      epochs: 1,
      data: { missing: 'refuse' },
      dataset: {
        features: [],
        target: { task: 'regression', name: 'y', values: new Float64Array() },
        reading: { columns: [] },
      },
      encoding: {
        columns: [],
        targetMean: 0,
        targetScale: 1,
        constantFeatures: [],
        constantTarget: false,
      },
      network: { hidden: [], activation: 'linear' },
      layers: [{ inputs: weights.length, outputs: 1, weights, biases: new Float32Array(1) }],
    });
    const read = JSON.parse(JSON.stringify(layers[0].weights)) as number[];
    expect(Float32Array.from(read).every((value, i) => value === weights[i])).toBe(true);
    expect(JSON.stringify(read).length / weights.length).toBeLessThan(17);
  });
});
