import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { DEFAULTS } from '../../src/recipe/defaults.ts';
import type { LambdaReport } from '../../src/report/schema.ts';
import { engines } from '../host.ts';

const PAGE = readFileSync(new URL('../../docs/recipe.md', import.meta.url), 'utf8');

/** [data set, best epoch, what the validation loss has risen by at the end, in percent], as docs/recipe.md has them. */
const MEASURED = [...PAGE.matchAll(/^\| `([\w-]+)` \| (\d+) \| \+ (\d+) % \|$/gm)].map(
  ([, name, epoch, rise]) => [name, Number(epoch), Number(rise)] as const,
);

function findBest({ epoch, validationDataLoss: loss }: LambdaReport['curves']) {
  const lowest = Math.min(...loss);
  return { epoch: epoch[loss.indexOf(lowest)], rise: Math.round(100 * (loss[loss.length - 1] / lowest - 1)) };
}

describe('the defaults', () => {
  it('were measured on each kind of data that is built in', () => {
    const names = ['diabetes', 'boston-house-prices', 'cps-wages-1985', 'friedman1'];
    expect(MEASURED.map(([name]) => name)).toEqual(names);
  });

  it.each(MEASURED)('train %s past its best epoch, %i, without a penalty', async (dataset, epoch, rise) => {
    const report = await compare({ data: { dataset }, penalty: { lambdas: [0] } }, { engines });
    const [{ curves }] = report.lambdas;
    expect(findBest(curves)).toEqual({ epoch, rise });
    // Inside: neither in the first tenth nor at the end, and not falling there.
    expect(epoch).toBeGreaterThan(DEFAULTS.epochs / 10);
    expect(epoch).toBeLessThan(DEFAULTS.epochs);
    expect(rise).toBeLessThan(50);
    expect(report.findings.map(({ code }) => code)).not.toContain('still-improving');
  });

  it('compare no penalty with eight lambdas above 0 that end where little is left', async () => {
    const report = await compare({ data: { dataset: 'diabetes' } }, { engines });
    const [baseline, ...others] = report.lambdas;
    expect(baseline.lambda).toBe(0);
    expect(others).toHaveLength(8);
    expect(Math.min(...others.map(({ lambda }) => lambda))).toBeGreaterThan(0);
    const share = ({ weights }: LambdaReport) => (weights.zeros.mean ?? 0) / weights.count;
    expect(share(others[0])).toBeLessThan(0.2);
    expect(share(others[7])).toBeGreaterThan(0.8);
    expect(report.design).toMatchObject({ pairs: 20, folds: 5, repeats: 4 });
  });
});
