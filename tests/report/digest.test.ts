import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { digestReport } from '../../src/report/digest.ts';
import { engines } from '../host.ts';

const RECIPE = {
  data: { dataset: 'diabetes' },
  split: { folds: 2, repeats: 1 },
  network: { hidden: [4] },
  training: { epochs: 2 },
  penalty: { lambdas: [0, 0.1] },
};
const run = (change: object = {}) => compare({ ...RECIPE, ...change }, { engines });

it('the digest of a report is the same whatever it includes, and after a way through JSON', async () => {
  const bare = await run();
  const whole = await run({ include: ['model', 'predictions', 'weights', 'losses'] });
  const digest = await digestReport(bare);
  expect(whole.model).toBeDefined();
  expect(await digestReport(whole)).toBe(digest);
  expect(await digestReport(JSON.parse(JSON.stringify(whole)))).toBe(digest);
});

it('the digest is the SHA-256 of the JSON text without cost and include', async () => {
  const { cost: _cost, recipe, ...rest } = await run();
  const { include: _include, ...asked } = recipe;
  const oracle = createHash('sha256').update(JSON.stringify({ ...rest, recipe: asked }));
  expect(await digestReport(await run())).toBe(oracle.digest('hex'));
});

it('the digest changes with the seed and with a lambda', async () => {
  const digests = await Promise.all(
    [{}, { seed: 2 }, { penalty: { lambdas: [0, 0.2] } }].map(async (change) =>
      digestReport(await run(change)),
    ),
  );
  expect(new Set(digests).size).toBe(3);
});
