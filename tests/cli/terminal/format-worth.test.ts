import { describe, expect, it } from 'vitest';
import { formatWorth } from '../../../src/cli/terminal/format-worth.ts';
import { checkOf, weigh } from '../../worth/samples.ts';
import { measureWidest, PLAIN } from '../screen.ts';

const at = (width: number) => ({ source: 'train.py', written: ['worth.json'], width, style: PLAIN });

describe('what the faults were worth, on a terminal', () => {
  it('begins with the answer; a table has each fault with its line and verdict', async () => {
    const answer = await weigh(checkOf(['penalty-subtracted', 'batches-overlap', 'one-seed']));
    const text = formatWorth(answer, at(100));
    const lines = text.split('\n');
    expect(text.replaceAll(/\s+/g, ' ').startsWith(answer.headline)).toBe(true);
    expect(text).toMatch(/^fault +line {2}RMSE against as meant \(interval\) +verdict$/m);
    expect(text).toMatch(/^as written +\+\d+ % \(.* %\) +worse$/m);
    expect(text).toMatch(/^penalty-subtracted +1 {2}\+\d+ % \(.* %\) +worse$/m);
    expect(text).toMatch(/^one-seed +3 +not trained$/m);
    expect(text).toMatch(/^batches-overlap \(line 2\)$/m);
    expect(text).toContain('each fault is alone: all others are mended; intervals and verdicts are adjusted');
    expect(text).toContain('Wrote worth.json.');
    expect(lines.at(-2)).toBe(
      'train.py: 4 loops trained on the same 5 pairs (5 folds x 1 repeat); RMSE, of which lower is better.',
    );
    expect(measureWidest(text)).toBeLessThanOrEqual(100);
  });

  it('puts blocks in place of a table where the terminal is narrow', async () => {
    const text = formatWorth(await weigh(checkOf(['penalty-subtracted', 'batches-overlap'])), at(40));
    expect(measureWidest(text)).toBeLessThanOrEqual(40);
    expect(text).toMatch(/^penalty-subtracted\n {2}line +1\n {2}difference/m);
  });

  it('needs no table where nothing was trained, and says in which cell a fault is', async () => {
    const check = checkOf(['validates-in-train-mode']);
    const inCell = { ...check, faults: check.faults.map((fault) => ({ ...fault, cell: 4 })) };
    const text = formatWorth(await weigh(inCell), at(80));
    expect(text).not.toContain('verdict');
    expect(text).toMatch(/^validates-in-train-mode \(cell 4, line 1\)$/m);
    expect(text).toContain('train.py: nothing was trained.');
  });
});
