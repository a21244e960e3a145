import { describe, expect, it } from 'vitest';
import { AbsumError } from '../../src/errors.ts';
import { hasFaults, NO_FAULTS, sortFaults } from '../../src/page/run/faults.ts';

const fault = (place: string, message = 'is wrong') => new AbsumError('invalid-recipe', [{ place, message }]);

describe('faults', () => {
  it('of a parameter stand at its field, with what follows its name', () => {
    expect(sortFaults(fault('penalty.lambdas[2]')).fields).toEqual({ lambdas: ['entry 3: is wrong'] });
    expect(sortFaults(fault('training.epochs')).fields).toEqual({ epochs: ['is wrong'] });
    expect(sortFaults(fault('data.missing')).fields).toEqual({ missing: ['is wrong'] });
    expect(sortFaults(fault('data.target')).fields).toEqual({ target: ['is wrong'] });
  });

  it('of a column stand at the column, with the line', () => {
    const { columns, data } = sortFaults(fault('data.csv line 17, column "a \\"b\\", c"'));
    expect([...columns]).toEqual([['a "b", c', ['line 17: is wrong']]]);
    expect(data).toEqual([]);
    expect([...sortFaults(fault('data, column "age"')).columns]).toEqual([['age', ['is wrong']]]);
  });

  it('of the data as a whole stand at the data', () => {
    expect(sortFaults(fault('data.csv line 3')).data).toEqual(['line 3: is wrong']);
    expect(sortFaults(fault('data.ignore[0]')).data).toEqual(['ignore[0]: is wrong']);
    expect(sortFaults(fault('data.csv')).data).toEqual(['is wrong']);
    expect(sortFaults(fault('data.dataset')).data).toEqual(['dataset: is wrong']);
    expect(sortFaults(fault('data.rows[3]')).data).toEqual(['data.rows[3]: is wrong']);
  });

  it('of neither are told apart', () => {
    expect(sortFaults(fault('include')).others).toEqual(['include: is wrong']);
    expect(sortFaults(new Error('gone')).others).toEqual(['gone']);
    expect(sortFaults('gone').others).toEqual(['gone']);
  });

  it('are there or not', () => {
    expect(hasFaults(NO_FAULTS)).toBe(false);
    expect(hasFaults(sortFaults(fault('seed')))).toBe(true);
    expect(hasFaults(sortFaults(fault('data, column "age"')))).toBe(true);
  });
});
