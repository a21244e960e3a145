import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { openStream } from '../../src/random/random.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';
import { reportOf } from '../compare/samples.ts';
import { engines } from '../host.ts';

const random = openStream(1, 'generator');
const ONCE = {
  x: Array.from({ length: 60 }, () => Array.from({ length: 8 }, () => random.nextNormal())),
  y: Array.from({ length: 60 }, () => random.nextNormal()),
};
const TWICE = { x: [...ONCE.x, ...ONCE.x], y: [...ONCE.y, ...ONCE.y] };

/** As many steps for the rows once as twice: the batches grow with the rows. */
async function judge(data: typeof ONCE, split: RecipeInput['split'] = {}) {
  const report = await compare(
    {
      data,
      split: { folds: 5, repeats: 2, ...split },
      penalty: { lambdas: [0, 0.1] },
      training: { epochs: 60, batchSize: data === ONCE ? 16 : 32 },
    },
    { engines },
  );
  const { comparison } = reportOf(report, 0.1);
  if (comparison === null) throw new Error('nothing is compared');
  return { ...comparison, report };
}

describe('noise that stands in a file twice', () => {
  it('seems to be learnt where copies stand on both sides of a split, and is judged as once where they do not', async () => {
    const once = await judge(ONCE);
    const anywhere = await judge(TWICE);
    const together = await judge(TWICE, { duplicates: 'together' });
    // A penalty keeps the network from learning noise by heart, which only copies reward.
    expect(once.verdict).toBe('better');
    expect(anywhere.verdict).not.toBe('better');
    expect(anywhere.relative).toBeGreaterThan(0.5);
    expect(together.verdict).toBe('better');
    expect(Math.abs((together.relative ?? 0) - (once.relative ?? 1))).toBeLessThan(0.05);
    // Sixty rows are known, however often they are written.
    expect(together.report.test).toMatchObject({ clusters: 60, clusteredBy: 'groups' });
    expect(together.df).toBeLessThan(2 * (once.df ?? 0));
    const codes = ({ report }: typeof once) => report.findings.map(({ code }) => code);
    expect(codes(anywhere)).toContain('duplicate-rows');
    for (const honest of [once, together]) expect(codes(honest)).not.toContain('duplicate-rows');
  });
});
