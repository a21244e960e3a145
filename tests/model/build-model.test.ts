import { describe, expect, it } from 'vitest';
import { buildModel } from '../../src/model/build-model.ts';
import { parseModel } from '../../src/model/parse-model.ts';
import { openStream } from '../../src/random/random.ts';
import { drawModel } from './draw-model.ts';

describe('a model', () => {
  it('says how the features were written, and which columns are none', async () => {
    const line = (i: number) =>
      `${i},"$${i}",${i}.5 kg,${i % 2},0${1 + (i % 9)}/${13 + i}/2024,${i % 3 ? 'p' : 'q'},${i % 4},?,${i % 5}`;
    const csv = [
      'Unnamed: 0,price,weight,bit,sold,kind,part,none,y',
      ...Array.from({ length: 12 }, (_, i) => line(i)),
    ];
    const dates = { sold: ['month', 'weekday'] };
    const data = { csv: csv.join('\n'), target: 'y', missing: 'mean', missingMarkers: ['?'], dates };
    const { model } = await drawModel(data, { split: { groups: 'part', folds: 2 } });
    const told = { decimal: '.', thousands: '' };
    const date = { column: 'sold', order: 'mdy' };
    expect(model.features.map(({ fill: _, columns: __, ...feature }) => feature)).toEqual([
      { name: 'price', kind: 'number', notation: { ...told, prefix: '$', suffix: '' } },
      { name: 'weight', kind: 'number', notation: { ...told, prefix: '', suffix: 'kg' } },
      { name: 'bit', kind: 'number', binary: true },
      { name: 'sold.month', kind: 'number', date: { ...date, part: 'month' } },
      { name: 'sold.weekday', kind: 'number', date: { ...date, part: 'weekday' } },
      { name: 'kind', kind: 'text' },
    ]);
    expect(model.missingMarkers).toEqual(['?']);
    expect(model.ignored).toEqual(['part', 'none', 'Unnamed: 0']);
    expect(parseModel(model)).toEqual(model);
    const plain = await drawModel({ dataset: 'diabetes' });
    expect(plain.model).not.toHaveProperty('missingMarkers');
    expect(plain.model).not.toHaveProperty('ignored');
    expect(plain.model.features.flatMap((feature) => Object.keys(feature))).not.toContain('notation');
  });

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
