import { describe, expect, it } from 'vitest';
import { drawSparkline } from '../../../src/cli/terminal/sparkline.ts';

const RANGE = { low: 0, high: 8 };

describe('drawSparkline', () => {
  it('draws one bar for each eighth of the range', () => {
    expect(drawSparkline([0, 1, 2, 3, 4, 5, 6, 7, 8], 20, RANGE)).toBe('▁▂▃▄▅▆▇██');
  });

  it('averages a longer series over equal spans, all of it', () => {
    expect(drawSparkline([0, 0, 4, 6, 8, 8], 3, RANGE)).toBe('▁▆█');
    expect(drawSparkline(Array(1000).fill(3), 10, RANGE)).toBe('▄'.repeat(10));
  });

  it('cuts what lies beyond the range', () => {
    expect(drawSparkline([-5, 100], 5, RANGE)).toBe('▁█');
  });

  it('draws a range of no width, and nothing, without a fault', () => {
    expect(drawSparkline([2, 2], 5, { low: 2, high: 2 })).toBe('▁▁');
    expect(drawSparkline([], 5, RANGE)).toBe('');
  });
});
