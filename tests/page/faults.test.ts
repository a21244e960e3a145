import { describe, expect, it } from 'vitest';
import { AbsumError } from '../../src/errors.ts';
import { hasFaults, NO_FAULTS, sortFaults } from '../../src/page/run/faults.ts';

const fault = (place: string, message = 'is wrong') => new AbsumError('invalid-recipe', [{ place, message }]);
const told = (message: string) => ({ message, ways: [] });

describe('faults', () => {
  it('of a parameter stand at its field, with what follows its name', () => {
    expect(sortFaults(fault('penalty.lambdas[2]')).fields).toEqual({ lambdas: ['entry 3: is wrong'] });
    expect(sortFaults(fault('training.epochs')).fields).toEqual({ epochs: ['is wrong'] });
    expect(sortFaults(fault('data.missing')).fields).toEqual({ missing: ['is wrong'] });
    expect(sortFaults(fault('data.target')).fields).toEqual({ target: ['is wrong'] });
  });

  it('of a column stand at the column, with the line', () => {
    const { columns, data } = sortFaults(fault('data.csv line 17, column "a \\"b\\", c"'));
    expect([...columns]).toEqual([['a "b", c', [told('line 17: is wrong')]]]);
    expect(data).toEqual([]);
    expect([...sortFaults(fault('data, column "age"')).columns]).toEqual([['age', [told('is wrong')]]]);
  });

  it('of the data as a whole stand at the data', () => {
    expect(sortFaults(fault('data.csv line 3')).data).toEqual([told('line 3: is wrong')]);
    expect(sortFaults(fault('data.csv')).data).toEqual([told('is wrong')]);
    expect(sortFaults(fault('data.dataset')).data).toEqual([told('dataset: is wrong')]);
    expect(sortFaults(fault('data.rows[3]')).data).toEqual([told('data.rows[3]: is wrong')]);
  });

  it('that name columns that there are not lead to forgetting them', () => {
    const forget = (list: object) => ({ ways: [{ data: list }] });
    expect(sortFaults(fault('data.ignore[0]')).data).toMatchObject([forget({ ignore: [] })]);
    expect(sortFaults(fault('data.categories[1]')).data).toMatchObject([forget({ categories: [] })]);
    expect(sortFaults(fault('data.dates.sold')).data).toEqual([
      { message: 'dates.sold: is wrong', ...forget({ dates: {} }) },
    ]);
  });

  it('keep what leads on from them', () => {
    const ways = [{ data: { missingMarkers: ['?'] } }];
    const at = (place: string) =>
      sortFaults(new AbsumError('invalid-data', [{ place, message: 'is wrong', ways }]));
    expect(at('data.csv line 2, column "a"').columns.get('a')?.[0].ways).toEqual(ways);
    expect(at('data.csv line 1').data[0].ways).toEqual(ways);
    expect(at('elsewhere').others[0].ways).toEqual(ways);
  });

  it('of neither are told apart', () => {
    expect(sortFaults(fault('include')).others).toEqual([told('include: is wrong')]);
    expect(sortFaults(new Error('gone')).others).toEqual([told('gone')]);
    expect(sortFaults('gone').others).toEqual([told('gone')]);
  });

  it('are there or not', () => {
    expect(hasFaults(NO_FAULTS)).toBe(false);
    expect(hasFaults(sortFaults(fault('seed')))).toBe(true);
    expect(hasFaults(sortFaults(fault('data, column "age"')))).toBe(true);
  });
});
