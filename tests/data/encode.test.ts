import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../src/data/dataset.ts';
import { countInputs, encodeTarget, fitEncoding } from '../../src/data/encode.ts';
import { encodeFeatures } from '../../src/data/encoder.ts';
import { tableFromRows } from '../../src/data/json-table.ts';
import type { Cell } from '../../src/data/table.ts';
import { datasetFromTable } from './dataset-from-table.ts';

const BOTH = { features: true, target: true };

function dataset(
  rows: readonly Record<string, Cell>[],
  task: Dataset['target']['task'] = 'regression',
): Dataset {
  return datasetFromTable(tableFromRows(rows), { target: 'y', task, missing: 'mean' });
}

function allRows(data: Dataset): Int32Array {
  return Int32Array.from({ length: data.rows }, (_, i) => i);
}

function columnOf(values: Float32Array, width: number, column: number): number[] {
  return Array.from(values).filter((_, i) => i % width === column);
}

const MIXED = [
  { age: 1, sex: 'm', y: 10 },
  { age: 2, sex: 'f', y: 20 },
  { age: 6, sex: 'm', y: 60 },
  { age: 100, sex: 'x', y: 999 },
];

describe('fitEncoding', () => {
  it('takes mean, population sd and sorted categories from the training rows', () => {
    const { columns, targetMean, targetScale } = fitEncoding(dataset(MIXED), Int32Array.of(2, 0, 1), BOTH);
    expect(columns.map(({ feature, category }) => [feature, category])).toEqual([
      ['age', null],
      ['sex', 'f'],
      ['sex', 'm'],
    ]);
    // Ages 1, 2, 6: mean 3, squares 4 + 1 + 9, divided by 3.
    expect(columns[0].mean).toBe(3);
    expect(columns[0].scale).toBeCloseTo(Math.sqrt(14 / 3), 14);
    expect(columns[2].mean).toBeCloseTo(2 / 3, 15);
    expect(columns[2].scale).toBeCloseTo(Math.sqrt(2 / 9), 15);
    expect(targetMean).toBe(30);
    expect(targetScale).toBeCloseTo(Math.sqrt(1400 / 3), 13);
  });

  it('reads no row outside the training rows', () => {
    const training = Int32Array.of(0, 1, 2);
    const before = fitEncoding(dataset(MIXED), training, BOTH);
    const changed = MIXED.map((row, r) => (r === 3 ? { age: -5e5, sex: 'other', y: 1e9 } : row));
    expect(fitEncoding(dataset(changed), training, BOTH)).toEqual(before);
    expect(fitEncoding(dataset(changed), allRows(dataset(changed)), BOTH)).not.toEqual(before);
  });

  it('leaves values as they are when asked, and still lists constants', () => {
    const data = dataset(MIXED.map((row) => ({ ...row, one: 5 })));
    const encoding = fitEncoding(data, allRows(data), { features: false, target: false });
    expect(encoding.columns.every(({ mean, scale }) => mean === 0 && scale === 1)).toBe(true);
    expect(encoding).toMatchObject({ targetMean: 0, targetScale: 1, constantFeatures: ['one'] });
  });

  it('gives a constant feature scale 1 and the value 0, though its mean would round', () => {
    const data = dataset([0.1, 0.1, 0.1, 0.3].map((a, y) => ({ a, b: 'only', y })));
    const encoding = fitEncoding(data, Int32Array.of(0, 1, 2), BOTH);
    expect(encoding.constantFeatures).toEqual(['a', 'b']);
    expect(encoding.columns.map(({ scale }) => scale)).toEqual([1, 1]);
    expect([...encodeFeatures(data, encoding, Int32Array.of(0, 3)).matrix.values]).toEqual([0, 0, 0, 0]);
  });

  it('gives it the value 0 where nothing is standardised too', () => {
    const data = dataset([5, 5, 6].map((a, y) => ({ a, b: y < 2 ? 'only' : 'new', c: y, y })));
    const encoding = fitEncoding(data, Int32Array.of(0, 1), { features: false, target: false });
    const { matrix, unseen } = encodeFeatures(data, encoding, Int32Array.of(1, 2));
    expect([...matrix.values]).toEqual([0, 0, 1, 0, 0, 2]);
    expect(unseen).toEqual(new Map([['b', 1]]));
  });

  it('gives a constant target scale 1', () => {
    const data = dataset([1, 2, 3].map((a) => ({ a, y: 0.1 })));
    const encoding = fitEncoding(data, allRows(data), BOTH);
    expect(encoding).toMatchObject({ targetMean: 0.1, targetScale: 1, constantTarget: true });
    expect([...encodeTarget(data, encoding, allRows(data)).values]).toEqual([0, 0, 0]);
  });

  it('does not standardise classes', () => {
    const data = dataset(MIXED, 'classification');
    expect(fitEncoding(data, allRows(data), BOTH)).toMatchObject({
      targetMean: 0,
      targetScale: 1,
      constantTarget: false,
    });
  });

  it('survives values whose squares vanish or are huge', () => {
    for (const size of [1e-200, 1e38]) {
      const data = dataset([0, 1, 2].map((a) => ({ a: a * size, y: a })));
      const { matrix } = encodeFeatures(data, fitEncoding(data, allRows(data), BOTH), allRows(data));
      expect(matrix.values[2]).toBeCloseTo(Math.sqrt(3 / 2), 6);
    }
  });
});

describe('encodeFeatures', () => {
  it('standardises numbers and categories to mean 0 and sd 1 on the training rows', () => {
    const data = dataset(MIXED);
    const { matrix, unseen } = encodeFeatures(data, fitEncoding(data, allRows(data), BOTH), allRows(data));
    expect(matrix).toMatchObject({ rows: 4, columns: 4 });
    expect(unseen).toEqual(new Map());
    for (let c = 0; c < 4; c++) {
      const column = columnOf(matrix.values, 4, c);
      const mean = column.reduce((sum, v) => sum + v, 0) / 4;
      const variance = column.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 4;
      // Values of up to 2, each rounded to float32: half an ULP of 2 is 1.2e-7.
      expect(Math.abs(mean)).toBeLessThan(3e-7);
      expect(Math.abs(variance - 1)).toBeLessThan(1e-6);
    }
  });

  it('one-hot encodes texts, and counts an unseen category as zeros', () => {
    const data = dataset(MIXED);
    const encoding = fitEncoding(data, Int32Array.of(0, 1, 2), { features: false, target: true });
    const { matrix, unseen } = encodeFeatures(data, encoding, Int32Array.of(3, 1));
    expect([...matrix.values]).toEqual([100, 0, 0, 2, 1, 0]);
    expect(unseen).toEqual(new Map([['sex', 1]]));
  });

  it('fills a missing number with the training mean, and a missing text with zeros', () => {
    const data = dataset([
      { a: 1, b: 'u', y: 1 },
      { a: 3, b: 'v', y: 2 },
      { a: null, b: null, y: 3 },
      { a: 50, b: 'u', y: 4 },
    ]);
    const raw = fitEncoding(data, Int32Array.of(0, 1, 2), { features: false, target: false });
    const { matrix, unseen } = encodeFeatures(data, raw, Int32Array.of(2));
    expect([...matrix.values]).toEqual([2, 0, 0]);
    expect(unseen).toEqual(new Map());
    const scaled = fitEncoding(data, Int32Array.of(0, 1, 2), BOTH);
    // Filled in first: 1, 3, 2 have the population variance 2 / 3.
    expect(scaled.columns[0]).toMatchObject({ mean: 2, fill: 2 });
    expect(scaled.columns[0].scale).toBeCloseTo(Math.sqrt(2 / 3), 15);
    expect(encodeFeatures(data, scaled, Int32Array.of(2)).matrix.values[0]).toBe(0);
  });

  it('encodes a feature without any training value as 0 everywhere', () => {
    const data = dataset([
      { a: null, b: null, y: 1 },
      { a: null, b: null, y: 2 },
      { a: 7, b: 'u', y: 3 },
    ]);
    const encoding = fitEncoding(data, Int32Array.of(0, 1), BOTH);
    expect(encoding).toMatchObject({ constantFeatures: ['a', 'b'] });
    const { matrix, unseen } = encodeFeatures(data, encoding, Int32Array.of(0, 2));
    expect([...matrix.values]).toEqual([0, 0, 0, 0]);
    expect(unseen).toEqual(new Map([['b', 1]]));
  });

  it('never writes a number that is not finite on training rows', () => {
    const cells = fc.option(fc.float({ noNaN: true, noDefaultInfinity: true }));
    fc.assert(
      fc.property(fc.array(cells, { minLength: 2, maxLength: 12 }), (values) => {
        fc.pre(values.some((value) => value !== null));
        const data = dataset(values.map((a, y) => ({ a, y })));
        const { matrix } = encodeFeatures(data, fitEncoding(data, allRows(data), BOTH), allRows(data));
        // No value lies further than sqrt(n - 1) population standard deviations from the mean.
        for (const value of matrix.values) expect(Math.abs(value)).toBeLessThan(Math.sqrt(12));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('encodeTarget', () => {
  it('standardises a regression target as [rows, 1]', () => {
    const data = dataset([2, 4, 6].map((y) => ({ a: y, y })));
    const encoding = fitEncoding(data, Int32Array.of(0, 1), BOTH);
    expect(encodeTarget(data, encoding, allRows(data))).toEqual({
      rows: 3,
      columns: 1,
      values: Float32Array.of(-1, 1, 3),
    });
  });

  it('one-hot encodes all classes of the data set, also those absent from training', () => {
    const data = dataset(
      ['b', 'a', 'c'].map((y, a) => ({ a, y })),
      'classification',
    );
    const encoding = fitEncoding(data, Int32Array.of(0, 1), BOTH);
    expect(encodeTarget(data, encoding, Int32Array.of(0, 2))).toEqual({
      rows: 2,
      columns: 3,
      values: Float32Array.of(0, 1, 0, 0, 0, 1),
    });
  });
});

describe('countInputs', () => {
  it('counts numbers once and texts once per category', () => {
    expect(countInputs(dataset([...MIXED, { age: 1, sex: null, y: 1 }]))).toBe(4);
  });
});
