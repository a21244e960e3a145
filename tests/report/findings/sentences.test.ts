import { describe, expect, it } from 'vitest';
import { compare } from '../../../src/compare/compare.ts';
import type { RecipeInput } from '../../../src/recipe/schema.ts';
import type { FindingCode } from '../../../src/report/findings/finding.ts';
import { assertClose } from '../../assert-close.ts';
import { smallRecipe } from '../../compare/samples.ts';
import { engines } from '../../host.ts';

/** The finding of a code; fails where it is not found. */
async function find(code: FindingCode, given: Partial<RecipeInput>) {
  const { findings } = await compare(smallRecipe(given), { engines });
  const found = findings.find((finding) => finding.code === code);
  if (found === undefined) throw new Error(`${code} is not found`);
  return found;
}

const twoDigits = (value: number) => String(Number(value.toPrecision(2)));

describe('inert-penalty', () => {
  const lambdas = [0, 0.0001, 0.001];

  it('names the largest share', async () => {
    const { evidence, message } = await find('inert-penalty', { penalty: { lambdas, scale: 'mean' } });
    const shares = evidence.penaltyOverDataLoss as number[];
    // As many times as large as the lambda is the share.
    expect(shares[1] / shares[0]).toBeGreaterThan(9);
    expect(message).toContain(`at most ${twoDigits(100 * shares[1])} % of the data loss`);
    expect(message).toContain('divided by the 24 penalised parameters; take scale "sum"');
  });

  /** The figures of some lambdas, and how many times as large they should be at least. */
  const ask = async (given: Partial<RecipeInput>) => {
    const { evidence, lambdas, message } = await find('inert-penalty', given);
    const [, factor] = message.match(/lambdas at least (\S+) times as large\.$/) ?? [];
    return { lambdas, shares: evidence.penaltyOverDataLoss as number[], factor: Number(factor) };
  };

  it.each([
    ['one lambda', { penalty: { lambdas: [0, 1e-5] } }],
    ['two lambdas', { penalty: { lambdas } }],
    ['a mean', { penalty: { lambdas, scale: 'mean' } }],
    // Its weights grow, which a larger penalty keeps them from doing.
    [
      'a high rate',
      {
        network: { hidden: [32, 16] },
        penalty: { lambdas: [0, 1e-5], scale: 'mean' },
        optimizer: { name: 'adam', learningRate: 0.2 },
        split: { folds: 2, repeats: 1 },
        thresholds: {},
      },
    ],
  ] as const)('says by how much a lambda is too small: with %s', async (_, change) => {
    const given = {
      training: { epochs: 20 },
      thresholds: { inertShare: 0.05 },
      ...change,
    } as Partial<RecipeInput>;
    const inert = await ask(given);
    const penalty = {
      ...given.penalty,
      lambdas: [0, ...inert.lambdas.map((lambda) => lambda * inert.factor)],
    };
    await expect(find('inert-penalty', { ...given, penalty })).rejects.toThrow('is not found');
  });

  it('never advises a factor of 1', async () => {
    const given = { penalty: { lambdas: [0, 1e-3] } };
    const { shares } = await ask({ ...given, thresholds: { inertShare: 1 } });
    const { factor } = await ask({ ...given, thresholds: { inertShare: 1.001 * shares[0] } });
    expect(factor).toBeGreaterThan(1);
    expect(factor).toBeLessThan(1.3);
  });

  it('advises larger lambdas alone where the scale is the sum', async () => {
    const { message } = await find('inert-penalty', { penalty: { lambdas: [0, 1e-5] } });
    expect(message).not.toContain('scale');
    expect(message).toMatch(/take lambdas at least \d+ times as large\.$/);
  });
});

describe('diverged', () => {
  const sgd = (learningRate: number) => ({
    optimizer: { name: 'sgd' as const, learningRate },
    training: { epochs: 30, batchSize: 8 },
  });

  it('blames the learning rate where trials diverge without a penalty too', async () => {
    const all = await find('diverged', { ...sgd(1e6), penalty: { lambdas: [0, 0.05] } });
    expect(all.message).toBe(
      'All 8 trials diverged (the first in epoch 1, step 3), also without a penalty, so the cause is the learning rate: take a lower learning rate.',
    );
    const some = await find('diverged', { ...sgd(0.5), penalty: { lambdas: [0, 10] } });
    expect(some.message).toMatch(
      /^Trials diverged: 2 of 4 at lambda = 0 \(.*\) and 4 of 4 at lambda = 10 \(.*\), also without a penalty, so the cause is the learning rate: take a lower learning rate\.$/,
    );
  });

  it('blames the scale of the data too where it is not standardised', async () => {
    const given = { ...sgd(1e6), standardize: { target: false }, penalty: { lambdas: [0, 0.05] } };
    expect((await find('diverged', given)).message).toMatch(
      /the cause is the learning rate or the scale of the data: take a lower learning rate, standardise features and target\.$/,
    );
  });

  it('is less sure where every trial diverged, but none was without a penalty', async () => {
    const { message } = await find('diverged', { ...sgd(1e6), penalty: { lambdas: [0.05, 0.1] } });
    expect(message).toMatch(
      /, at every lambda, so the cause is probably the learning rate: take a lower learning rate, and add lambda = 0\.$/,
    );
  });

  it.each([
    [0.35, [0, 10]],
    [1e6, [10]],
  ])('does not where lambda may be the cause: at a rate of %d, lambdas %j', async (rate, lambdas) => {
    const { message } = await find('diverged', { ...sgd(rate), penalty: { lambdas } });
    expect(message).toMatch(/step \d+\): take a lower learning rate or lambdas closer to 0\.$/);
  });
});

describe('overshooting-step', () => {
  const training = { epochs: 20, batchSize: 8 };
  const penalty = { lambdas: [0, 1, 2] };

  it('says by how much the steps are too large, and what to do', async () => {
    const given = { training, penalty, optimizer: { name: 'sgd' as const, learningRate: 0.1 } };
    const { evidence, lambdas, message } = await find('overshooting-step', given);
    const said = (name: string) => (evidence[name] as number[]).map(twoDigits).join(' and ');
    expect(lambdas).toEqual([1, 2]);
    expect(message).toBe(
      `At lambda = 1 and 2 steps of up to 0.1 and 0.2 carry weights of mean size ${said('meanWeight')} across zero and back, ` +
        `so the objective stays at ${said('objective')}, where all weights at zero give 1: take a lower learning rate, smaller ` +
        'lambdas, or method "proximal".',
    );
  });

  it('takes the learning rate for the step of rmsprop, which divides a gradient by its size', async () => {
    const given = { training, penalty, optimizer: { name: 'rmsprop' as const, learningRate: 0.2 } };
    expect((await find('overshooting-step', given)).evidence.step).toEqual([0.2, 0.2]);
  });
});

describe('collapsed-to-mean', () => {
  /** A network that has hardly begun to learn, and one that has. */
  const network = { hidden: [64, 64], initialization: 'pytorch' as const };
  const fresh = { network, optimizer: { name: 'sgd' as const, learningRate: 1e-5 } };
  const ask = (lambdas: number[], given: Partial<RecipeInput> = {}) =>
    find('collapsed-to-mean', { ...given, penalty: { lambdas } });
  const check = 'or check whether the features say anything about the target.';

  it('does not advise another lambda where nothing is penalised', async () => {
    const { lambdas, message } = await ask([0], fresh);
    expect(lambdas).toEqual([0]);
    expect(message).toContain(
      `of the target's), though nothing is penalised: try another learning rate or more epochs, ${check}`,
    );
  });

  it('nor where the same happens with a penalty', async () => {
    const { lambdas, message } = await ask([0, 5], fresh);
    expect(lambdas).toEqual([0, 5]);
    expect(message).toContain(
      `of the target's), without a penalty too: try another learning rate or more epochs, ${check}`,
    );
  });

  it('advises smaller lambdas where only a penalty does it', async () => {
    const { lambdas, message } = await ask([0, 100], { training: { epochs: 60, batchSize: 8 } });
    expect(lambdas).toEqual([100]);
    expect(message).toContain(`comes from not fitting at all: take smaller lambdas, ${check}`);
  });
});

describe('unscaled-data', () => {
  /** Of ten rows the first eight train. */
  const describeSizes = (scaleOfX: number, scaleOfY: number, standardize = {}) => {
    const x = Array.from({ length: 10 }, (_, i) => [Math.fround(scaleOfX * (i + 1)), ((i * 7) % 10) / 10]);
    const y = Array.from({ length: 10 }, (_, i) => Math.fround(scaleOfY * (((i * 3) % 10) + 1)));
    const size = (values: readonly number[]) =>
      Math.sqrt(values.slice(0, 8).reduce((sum, value) => sum + value ** 2, 0) / 8);
    const recipe: Partial<RecipeInput> = {
      data: { x, y, names: ['first', 'second'] },
      split: { holdout: 0.2, order: 'given', repeats: 2 },
      standardize: { features: false, target: false, ...standardize },
      optimizer: { name: 'sgd', learningRate: 1e-14 },
    };
    return { recipe, sizes: { x: size(x.map(([first]) => first)), y: size(y) } };
  };
  // Squares of float32 numbers and their sum in doubles: some 2^-52 of it.
  const expectSize = (actual: unknown, name: string, expected: number) => {
    const { rms, ...rest } = actual as { rms: number };
    expect(rest).toEqual({ name });
    assertClose(rms, expected, 1e-14 * expected);
  };

  it.each([
    [1e3, 1e3],
    [1e-3, 1e-3],
    [1e3, 1e-3],
  ])('tells the root mean square of the training rows: features of %f, a target of %f', async (a, b) => {
    const { recipe, sizes } = describeSizes(a, b);
    const { evidence, message } = await find('unscaled-data', recipe);
    // The larger of the two features; the second one is in [0, 0.9].
    const second = Math.sqrt([0, 0.7, 0.4, 0.1, 0.8, 0.5, 0.2, 0.9].reduce((sum, v) => sum + v ** 2, 0) / 8);
    if (a > 1) expectSize(evidence.largestFeature, 'first', sizes.x);
    else expect([evidence.largestFeature, second > 0.1]).toEqual([null, true]);
    expectSize(evidence.target, 'y', sizes.y);
    expect(evidence.largeFeatures).toBe(a > 1 ? 1 : 0);
    expect(message).toContain(`the target, y, at ${twoDigits(sizes.y)}`);
    expect(message).toContain(`set ${a > 1 ? 'standardize.features and ' : ''}standardize.target to true`);
  });

  it('speaks of what is not standardised alone', async () => {
    const { recipe } = describeSizes(1e3, 1e3, { target: true });
    const { evidence, message } = await find('unscaled-data', recipe);
    expect(evidence.target).toBeNull();
    expect(message).toContain('set standardize.features to true');
  });
});

describe('constant-feature', () => {
  const table = (columns: number) => ({
    x: Array.from({ length: 12 }, (_, row) => [row, ...Array(columns).fill(7)]),
    y: Array.from({ length: 12 }, (_, row) => (row * 5) % 12),
  });

  it('speaks of one feature as one, and of two as two', async () => {
    const [one, two] = [
      await find('constant-feature', { data: table(1) }),
      await find('constant-feature', { data: table(2) }),
    ];
    expect(one.message).toContain('x2 (4 of 4 pairs)');
    expect(one.message).toMatch(/ its weights .* about it: leave it out/);
    expect(two.message).toContain('x2 (4 of 4 pairs) and x3 (4 of 4 pairs)');
    expect(two.message).toMatch(/ their weights .* about them: leave them out/);
  });
});

describe('single-run', () => {
  it('is one repeat on one fixed split, of however many folds', async () => {
    const { evidence } = await find('single-run', { split: { folds: 2, repeats: 1, fixed: true } });
    expect(evidence).toEqual({ pairs: 2, repeats: 1 });
    await expect(find('single-run', { split: { folds: 2, repeats: 2, fixed: true } })).rejects.toThrow();
  });
});

describe('optimistic-best', () => {
  const given = (optimisticLambdas: number): Partial<RecipeInput> => ({
    data: { dataset: 'diabetes' },
    split: { folds: 5, repeats: 1 },
    training: { epochs: 30 },
    penalty: { lambdas: [0, 0.03, 0.05, 0.07, 0.1] },
    thresholds: { optimisticLambdas, optimisticShare: 0 },
  });

  it('asks for as many lambdas as its threshold says', async () => {
    const { evidence } = await find('optimistic-best', given(5));
    expect(evidence.candidates).toBe(5);
    await expect(find('optimistic-best', given(6))).rejects.toThrow('is not found');
  });
});

describe('negative-lambda', () => {
  it('does not check more than 200 columns for independence, and says so', async () => {
    const x = Array.from({ length: 12 }, (_, row) =>
      Array.from({ length: 201 }, (_, column) => ((row + 1) * (column + 3)) % 17),
    );
    const y = x.map(([first, second]) => first - second);
    const given = { data: { x, y }, network: { hidden: [] }, penalty: { lambdas: [-0.01, 0] } };
    const { evidence, message } = await find('negative-lambda', given);
    expect(evidence.bounded).toBeNull();
    expect(message).toContain('which is not checked for this many');
  });
});
