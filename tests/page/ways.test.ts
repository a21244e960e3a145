import { describe, expect, it } from 'vitest';
import { FIRST_SETUP, type Setup } from '../../src/page/setup/setup.ts';
import { readWay } from '../../src/page/setup/ways.ts';

const SETUP: Setup = {
  ...FIRST_SETUP,
  ignored: ['id'],
  categories: ['zip'],
  dates: { sold: ['year'] },
  fields: { missingMarkers: '-', epochs: '7' },
};

describe('a way out', () => {
  it.each([
    [{ data: { missingMarkers: ['?', 'n.a.'] } }, 'Read "?" and "n.a." as missing'],
    [{ data: { decimal: ',' } }, 'Commas mark decimals'],
    [{ data: { header: false } }, 'The first line is data'],
    [{ data: { header: true } }, 'The first line has names'],
    [{ data: { missing: 'mean' } }, 'Fill with the mean'],
    [{ loss: 'cross-entropy' }, 'Predict it as a class'],
    [{ split: { duplicates: 'together' } }, 'Keep equal rows together'],
    [{ data: { ignore: ['a', 'b'] } }, 'Leave a and b out'],
    [{ data: { ignore: ['a'], missingMarkers: ['?'] } }, 'Read "?" as missing and leave a out'],
    [{ training: { epochs: 200 } }, 'Set epochs to 200'],
    [
      { optimizer: { learningRate: 0.01 }, training: { patience: 5 } },
      'Set learning rate to 0.01 and set patience to 5',
    ],
  ])('%j is a press in words', (way, label) => {
    expect(readWay(SETUP, way)?.label).toBe(label);
  });

  it('about one column leaves its name to where it stands', () => {
    expect(readWay(SETUP, { data: { ignore: ['a'] } })).toMatchObject({ label: 'Leave out', column: 'a' });
    expect(readWay(SETUP, { data: { categories: ['a'] } })).toMatchObject({
      label: 'Use as categories',
      column: 'a',
    });
    expect(readWay(SETUP, { data: { dates: { d: ['year', 'days'] } } })).toMatchObject({
      label: 'Take year, days',
      column: 'd',
    });
  });

  it('joins what the setup says already', () => {
    const changes = (way: Record<string, unknown>) => readWay(SETUP, way)?.change;
    expect(changes({ data: { missingMarkers: ['?'] } })).toEqual({
      fields: { missingMarkers: '-, ?', epochs: '7' },
    });
    expect(changes({ data: { ignore: ['a'] } })).toEqual({ ignored: ['id', 'a'], dates: SETUP.dates });
    // As the plan says it, with what the recipe had before.
    expect(readWay(SETUP, { data: { ignore: ['id', 'a'] } })).toMatchObject({
      column: 'a',
      change: { ignored: ['id', 'a'] },
    });
    expect(changes({ data: { categories: ['a'] } })).toEqual({ categories: ['zip', 'a'] });
    expect(changes({ data: { dates: { due: ['days'] } } })).toEqual({
      dates: { sold: ['year'], due: ['days'] },
    });
    expect(changes({ data: { decimal: ',' } })).toEqual({ fields: { ...SETUP.fields, decimal: ',' } });
  });

  it('that leaves a date out takes nothing of it', () => {
    expect(readWay(SETUP, { data: { ignore: ['sold'] } })?.change).toEqual({
      ignored: ['id', 'sold'],
      dates: {},
    });
  });

  it('forgets columns by an empty list', () => {
    expect(readWay(SETUP, { data: { ignore: [] } })).toMatchObject({ change: { ignored: [] } });
    expect(readWay(SETUP, { data: { categories: [] } })).toMatchObject({ change: { categories: [] } });
    expect(readWay(SETUP, { data: { dates: {} } })).toMatchObject({ change: { dates: {} } });
  });

  it('that is taken already, or that the form cannot hold, is no press', () => {
    expect(readWay(SETUP, { training: { epochs: 7 } })).toBeNull();
    expect(readWay(SETUP, { data: { missingMarkers: ['-'] } })).toBeNull();
    expect(readWay(SETUP, { data: { missingMarkers: ['a, b'] } })).toBeNull();
    expect(readWay(SETUP, { data: { ignore: ['id'] } })).toBeNull();
    expect(readWay(SETUP, { penalty: { unknown: 1 } })).toBeNull();
    expect(readWay(SETUP, { include: ['model'] })).toBeNull();
    expect(readWay(SETUP, {})).toBeNull();
  });
});
