import { expect, it } from 'vitest';
import { dropMidnights, writeDay, writeMoment } from '../../../src/data/doors/write-date.ts';

it('writes days and moments in ISO 8601, with a fraction where there is one', () => {
  expect([0, 19_782, -1].map(writeDay)).toEqual(['1970-01-01', '2024-02-29', '1969-12-31']);
  const moments = [0n, 1n, -1n, 1_709_211_845_500_000_000n, -1_000_000_000n];
  expect(moments.map(writeMoment)).toEqual([
    '1970-01-01T00:00:00',
    '1970-01-01T00:00:00.000000001',
    '1969-12-31T23:59:59.999999999',
    '2024-02-29T13:04:05.5',
    '1969-12-31T23:59:59',
  ]);
  expect(() => writeDay(1e12)).toThrow(RangeError);
});

it('writes a column of midnights as dates, and only such a column', () => {
  const midnights = ['2024-01-01T00:00:00', '', '2024-01-02T00:00:00'];
  dropMidnights(midnights);
  expect(midnights).toEqual(['2024-01-01', '', '2024-01-02']);
  const mixed = ['2024-01-01T00:00:00', '2024-01-01T00:00:01'];
  dropMidnights(mixed);
  expect(mixed).toEqual(['2024-01-01T00:00:00', '2024-01-01T00:00:01']);
});
