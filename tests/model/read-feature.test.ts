import { describe, expect, it } from 'vitest';
import type { Model, ModelFeature } from '../../src/model/model.ts';
import { predict } from '../../src/model/predict.ts';
import type { ReadOptions, RowsInput } from '../../src/model/read-rows.ts';
import { makeModel, refusalOf } from './samples.ts';

const [SIZE, COLOUR] = makeModel().features;
const PLAIN = { decimal: '.', thousands: '', prefix: '', suffix: '' } as const;

function withSize(change: Partial<ModelFeature>, given: Partial<Model> = {}): Model {
  return makeModel({ ...given, features: [{ ...SIZE, ...change }, COLOUR] });
}

function withColours(...categories: string[]): Model {
  const columns = categories.map((category, i) => ({ ...COLOUR.columns[i % 2], category }));
  const weights = Array.from({ length: 2 * (1 + categories.length) }, (_, i) => (i % 5) / 4);
  const [first, last] = makeModel().layers;
  return makeModel({
    features: [SIZE, { ...COLOUR, columns }],
    layers: [{ ...first, inputs: 1 + categories.length, weights }, last],
  });
}

/** What the model makes of sizes in one form is what it makes of these numbers. */
function expectSizes(
  model: Model,
  sizes: readonly unknown[],
  numbers: readonly number[],
  options: ReadOptions = {},
) {
  const expected = predict(
    model,
    numbers.map((size) => [size, 'red']),
  ).predictions;
  const rows = sizes.map((size) => ({ size, colour: 'red' }));
  expect(predict(model, rows as RowsInput, options).predictions).toEqual(expected);
  const csv = ['size|colour', ...sizes.map((size) => `${size}|red`)].join('\n');
  expect(predict(model, csv, options).predictions).toEqual(expected);
}

describe('numbers to predict', () => {
  it.each<[string, Partial<typeof PLAIN> | object, unknown[], number[]]>([
    [
      'with "$" and thousands commas',
      { prefix: '$', thousands: ',' },
      ['$4,744', '($1,744.5)', 47],
      [4744, -1744.5, 47],
    ],
    ['with "%"', { suffix: '%' }, ['47%', '-3.5 %', '12'], [47, -3.5, 12]],
    ['with "kg"', { suffix: 'kg' }, ['47 kg', 47], [47, 47]],
    ['with a decimal comma', { decimal: ',', thousands: '.' }, ['1.234,5', '0,25', 7], [1234.5, 0.25, 7]],
    ['with thousands spaces', { thousands: ' ' }, ['4 744', '4\u00a0744.5'], [4744, 4744.5]],
    ['written plainly', {}, ['3.5', ' 4 ', '1e2', '\u22122', 5], [3.5, 4, 100, -2, 5]],
  ])('are read as training read them: %s', (_, notation, sizes, numbers) => {
    expectSizes(withSize({ notation: { ...PLAIN, ...notation } }), sizes, numbers);
  });

  it('are missing where nothing stands, NA, or what the recipe named: in JSON as in CSV', () => {
    const model = withSize({}, { missing: 'mean', missingMarkers: ['?', '-999'] });
    const missing = predict(model, [{ size: null, colour: 'red' }]).predictions[0];
    const given = ['', 'NA', 'n/a', 'null', '?', '-999', '-999.0', '4'];
    const [four, ...others] = predict(
      model,
      given.map((size) => [size, 'red']),
    ).predictions.toReversed();
    expect(new Set<unknown>(others)).toEqual(new Set([missing]));
    expect(four).not.toBe(missing);
    expect(predict(model, [[-999, 'red']]).predictions[0]).toBe(missing);
    const csv = ['size,colour', ...given.map((size) => `${size},red`)].join('\n');
    expect(predict(model, csv).predictions).toEqual(
      predict(
        model,
        given.map((size) => [size, 'red']),
      ).predictions,
    );
  });

  it.each<[string, object, unknown[], RegExp]>([
    ['in a unit that training did not see', {}, ['47%'], /^expected numbers, got "47%"/],
    [
      'in another unit',
      { suffix: 'kg' },
      ['47 kg', '47 lb'],
      /^expected numbers, got "47 lb" in 1 of 2 cells$/,
    ],
    ['in another currency', { prefix: '$' }, ['\u20ac47'], /got "\u20ac47"/],
    ['with thousands that training did not see', {}, ['4,744'], /got "4,744"/],
    ['with points and commas for decimals', { decimal: ',' }, ['1,5', '1.5'], /got "1,5" and "1.5"/],
    [
      'with a point that may mark thousands, where a comma marks decimals',
      { decimal: ',' },
      ['4.744'],
      /got "4.744": the point may mark decimals or thousands$/,
    ],
    ['that are infinite', {}, ['-inf'], /^expected a finite number, got "-inf"$/],
    ['that are true or false, where training saw others than 0 and 1', {}, [true], /got "true"/],
    ['that are limits', {}, ['<0.5', '3'], /got only their limits: "<0.5"/],
    ['of 100,000 characters', {}, ['7'.repeat(100_000)], /got "7{36}\.\.\./],
  ])('are refused, all columns at once: %s', (_, notation, sizes, message) => {
    const model = withSize({ notation: { ...PLAIN, ...notation } });
    const rows = sizes.map((size) => ({ size, colour: 'red' })) as RowsInput;
    expect(refusalOf(() => predict(model, rows))).toMatchObject({
      code: 'invalid-data',
      place: expect.stringMatching(/^rows\[\d\]\.size$/),
      message: expect.stringMatching(message),
    });
    const unseen = sizes.map((size) => ({ size, colour: 'teal' })) as RowsInput;
    expect(() => predict(model, unseen)).toThrow(/rows\[\d\]\.size: .+; rows\[0\]\.colour: /s);
  });

  it('have the decimal mark that the caller states, which a comma among plain numbers asks for', () => {
    const csv = 'size;colour\n1;red\n1,5;red';
    expect(refusalOf(() => predict(makeModel(), csv))).toEqual({
      code: 'invalid-data',
      place: 'csv line 3, column "size"',
      message: 'expected numbers, got "1,5" in 1 of 2 cells',
      ways: [{ decimal: ',' }],
    });
    const read = (text: string, decimal: '.' | ',', model = makeModel()) =>
      predict(model, `size;colour\n${text};red`, { decimal }).predictions[0];
    const plain = (size: number) => predict(makeModel(), [[size, 'red']]).predictions[0];
    expect(read('1,5', ',')).toBe(plain(1.5));
    expect(read('1.500', ',')).toBe(plain(1500));
    expect(read('1,500', '.')).toBe(plain(1500));
    const dollars = withSize({ notation: { ...PLAIN, prefix: '$' } });
    expect(read('$1,500', '.', dollars)).toBe(plain(1500));
    const euros = withSize({ notation: { ...PLAIN, decimal: ',', suffix: '\u20ac' } });
    const both = [{ decimal: '.' }, { decimal: ',' }];
    expect(refusalOf(() => predict(euros, 'size;colour\n4.744;red'))).toMatchObject({ ways: both });
    expect(refusalOf(() => predict(dollars, 'size;colour\n$4,744;red'))).toMatchObject({ ways: both });
    expect(refusalOf(() => predict(dollars, 'size;colour\n4,7 kg;red'))).not.toHaveProperty('ways');
    expect([read('4.744', '.', euros), read('4.744', ',', euros)]).toEqual([plain(4.744), plain(4744)]);
    expect(refusalOf(() => read('1.5', ',')).message).toMatch(/got "1.5"/);
    expect(refusalOf(() => read('1,5', '.')).message).toMatch(/got "1,5"/);
  });
});

describe('true and false', () => {
  it.each([
    ['True', 'False'],
    ['TRUE', 'FALSE'],
    ['true', 'false'],
  ])('are the categories %s and %s, in whatever form they come', (yes, no) => {
    const model = withColours(no, yes);
    const [t, f] = predict(model, [
      [1, yes],
      [1, no],
    ]).predictions;
    expect(t).not.toBe(f);
    const given = [true, false, 'true', 'False', 'TRUE', ' false '];
    const answer = predict(
      model,
      given.map((colour) => ({ size: 1, colour })),
    );
    expect(answer).toMatchObject({ predictions: [t, f, t, f, t, f], unseenCategories: 0 });
    expect(
      predict(
        model,
        given.map((colour) => [1, colour]),
      ).predictions,
    ).toEqual([t, f, t, f, t, f]);
    expect(
      predict(model, `size,colour\n${given.map((colour) => `1,${colour}\n`).join('')}`).predictions,
    ).toEqual(answer.predictions);
  });

  it('are the categories that are written so exactly, where several would do', () => {
    const model = withColours('true', 'True', 'false');
    const [a, b] = predict(model, [
      [1, 'true'],
      [1, 'True'],
    ]).predictions;
    expect(a).not.toBe(b);
    const { predictions, unseenCategories } = predict(model, [
      [1, true],
      [1, 'TRUE'],
      [1, 'FALSE'],
      [1, 'false'],
    ]);
    expect([predictions[0], unseenCategories]).toEqual([a, 1]);
    expect(predictions[2]).toBe(predictions[3]);
  });

  it('are 1 and 0 among texts where training read them so', () => {
    const model = withColours('1', 'maybe');
    const [one] = predict(model, [[1, '1']]).predictions;
    expect(
      predict(model, [
        [1, true],
        [1, 'maybe'],
      ]),
    ).toMatchObject({ unseenCategories: 0 });
    expect(predict(model, [[1, true]]).predictions).toEqual([one]);
  });

  it('are 1 and 0 where training saw no other numbers', () => {
    const model = withSize({ binary: true });
    expectSizes(model, [true, false, 'True', 'FALSE', 'true', 1, '0'], [1, 0, 1, 0, 1, 1, 0]);
    const refusal = refusalOf(() => predict(model, [{ size: 'yes', colour: 'red' }]));
    expect(refusal.place).toBe('rows[0].size');
  });
});

describe('a column of texts that training never saw', () => {
  const place = 'rows[1].colour';
  const none = { size: 1, colour: null };

  it('is refused with its texts, those of training, and what takes it all the same', () => {
    const model = makeModel({ missing: 'mean' });
    const rows = [none, ...['teal', 'RED', 'teal', 'RED '].map((colour) => ({ size: 1, colour }))];
    expect(refusalOf(() => predict(model, rows))).toEqual({
      code: 'invalid-data',
      place,
      message: 'expected texts that training saw ("blue", "red"), got only "teal", "RED"',
      ways: [{ allowUnseen: true }],
    });
    expect(predict(model, rows, { allowUnseen: true }).unseenCategories).toBe(4);
  });

  it('is refused in a single row too, so that a row that is sent alone is no other', () => {
    expect(refusalOf(() => predict(makeModel(), [[1, 'teal']])).place).toBe('x[0][1]');
  });

  it('is taken where one text is known, or none is there', () => {
    expect(
      predict(makeModel(), [
        [1, 'teal'],
        [1, 'red'],
      ]).unseenCategories,
    ).toBe(1);
    expect(predict(makeModel({ missing: 'mean' }), [none]).unseenCategories).toBe(0);
  });

  it('is told in few words, however many and long its texts are', () => {
    const model = withColours(...Array.from({ length: 100 }, (_, i) => `${i}-${'c'.repeat(1000)}`));
    const rows = Array.from({ length: 50 }, (_, i) => [1, `${'d'.repeat(100_000)}${i}`]);
    const { message } = refusalOf(() => predict(model, rows));
    expect(message).toMatch(/ or one of 97 more\), got only .+ and others$/);
    expect(message.length).toBeLessThan(400);
  });
});
