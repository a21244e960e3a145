import { describe, expect, it } from 'vitest';
import type { DateOrder, DatePart } from '../../src/data/reading/date-parts.ts';
import type { Model } from '../../src/model/model.ts';
import { predict } from '../../src/model/predict.ts';
import { makeModel, refusalOf } from './samples.ts';

/** A linear model that gives back the parts themselves: year + month / 100, say. */
function makeDated(order: DateOrder, parts: readonly DatePart[], given: Partial<Model> = {}): Model {
  const features = parts.map((part) => ({
    name: `sold.${part}`,
    kind: 'number' as const,
    fill: 0,
    columns: [{ category: null, mean: 0, scale: 1 }],
    date: { column: 'sold', part, order },
  }));
  const weights = parts.map((_, i) => 1 / 128 ** i);
  return makeModel({
    features,
    targetMean: 0,
    targetScale: 1,
    network: { hidden: [], activation: 'linear' },
    layers: [{ inputs: parts.length, outputs: 1, weights, biases: [0] }],
    ...given,
  });
}

describe('dates to predict', () => {
  it.each<[DateOrder, string, number]>([
    ['dmy', '3/4/2024', 2024 + 4 / 128],
    ['mdy', '3/4/2024', 2024 + 3 / 128],
    ['dmy', '3-4-2024', 2024 + 4 / 128],
    ['mdy', '2024-04-03', 2024 + 4 / 128],
    ['mdy', '03.04.2024', 2024 + 4 / 128],
    ['ym', '2024-04', 2024 + 4 / 128],
    ['ymd', '2024-04', 2024 + 4 / 128],
  ])('are read in the order of training, %s: %s', (order, sold, expected) => {
    const model = makeDated(order, ['year', 'month']);
    expect(predict(model, [{ sold }]).predictions).toEqual([expected]);
    expect(predict(model, [[sold]]).predictions).toEqual([expected]);
    expect(predict(model, `sold,price\n${sold},1\n`).predictions).toEqual([expected]);
  });

  it('are counted in days, and know their weekday', () => {
    const { predictions } = predict(makeDated('ymd', ['days', 'weekday']), [['1970-01-02'], ['2024-12-31']]);
    // A Friday, and a Tuesday 20,088 days after the first of January 1970.
    expect(predictions).toEqual([1 + 5 / 128, 20_088 + 2 / 128]);
  });

  it.each<[string, DateOrder, DatePart, string[], number, RegExp]>([
    [
      'of the other order',
      'dmy',
      'year',
      ['1/2/2024', '12/31/2024'],
      1,
      /day\/month as in training, got "12\/31\/2024"$/,
    ],
    [
      'of the other order',
      'mdy',
      'year',
      ['31/12/2024'],
      0,
      /month\/day as in training, got "31\/12\/2024"$/,
    ],
    ['of no order', 'ymd', 'year', ['1/2/2024'], 0, /^is "1\/2\/2024" day\/month or month\/day\?/],
    ['that do not exist', 'ymd', 'year', ['2024-01-31', '2024-02-30'], 1, /got "2024-02-30"$/],
    ['that are none', 'ymd', 'year', ['2024-01-31', 'soon'], 1, /^expected dates, .+, got "soon"$/],
    ['of two forms', 'ymd', 'year', ['2024-01-31', '2024/01/31'], 0, /all written in one way/],
    [
      'without a day',
      'ymd',
      'weekday',
      ['2024-01'],
      0,
      /^expected dates with a day.+takes the weekday of them$/,
    ],
    ['without a day', 'dmy', 'days', ['2024-01'], 0, /takes the days of them$/],
    ['of 100,000 characters', 'ymd', 'year', ['1'.repeat(100_000)], 0, /^expected dates/],
  ])('are refused: %s, %s, %s', (_, order, part, sold, row, message) => {
    expect(
      refusalOf(() =>
        predict(
          makeDated(order, ['month', part]),
          sold.map((each) => [each]),
        ),
      ),
    ).toMatchObject({
      code: 'invalid-data',
      place: `x[${row}][0]`,
      message: expect.stringMatching(message),
    });
  });

  it('are filled in where they are missing, if the model does that', () => {
    const model = makeDated('ymd', ['year'], { missing: 'mean', missingMarkers: ['0000-00-00'] });
    expect(predict(model, [{ sold: '2024-01-01' }, { sold: '0000-00-00' }, {}]).predictions).toEqual([
      2024, 0, 0,
    ]);
    expect(predict(model, [['NA']]).predictions).toEqual([0]);
    expect(refusalOf(() => predict({ ...model, missing: 'refuse' }, [['NA']])).message).toMatch(/is missing/);
  });

  it('are not the parts that were taken of them', () => {
    expect(refusalOf(() => predict(makeDated('ymd', ['year']), [{ 'sold.year': 2024 }])).message).toBe(
      'expected the features "sold", got "sold.year"',
    );
  });

  it('cost no more cells than a table may have, however many features are taken of them', () => {
    const features = Array.from({ length: 3000 }, (_, i) => ({
      ...makeDated('ymd', ['year']).features[0],
      name: `${i}`,
    }));
    const layers = [{ inputs: 3000, outputs: 1, weights: Array(3000).fill(0), biases: [0] }];
    const csv = `sold\n${'2024-01-01\n'.repeat(1000)}`;
    expect(refusalOf(() => predict(makeDated('ymd', ['year'], { features, layers }), csv)).code).toBe(
      'limit-exceeded',
    );
  });
});
