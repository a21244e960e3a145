import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { citeReport } from '../../src/report/cite.ts';
import { VERSION } from '../../src/version.ts';
import { engines } from '../host.ts';

const RECIPE = {
  data: { dataset: 'diabetes' },
  split: { folds: 5, repeats: 1 },
  network: { hidden: [4] },
  training: { epochs: 3, batchSize: 64 },
  optimizer: { name: 'sgd', learningRate: 0.05 },
  penalty: { lambdas: [0, 0.1, 0.2] },
  seed: 7,
};
const cite = async (change: object = {}, digest?: string) =>
  citeReport(await compare({ ...RECIPE, ...change }, { engines }), digest);

/** Whom a text names: `(Holm, 1979)`. */
const listNamed = (text: string) =>
  [...text.matchAll(/\(([^()]*\d{4})\)/g)].flatMap(([, works]) => works.split('; '));
/** The last words of a reference before its year, as a text names it. */
const surnameOf = (reference: string) => reference.slice(0, reference.indexOf(','));
const yearOf = (reference: string) => /\((\d{4})\)/.exec(reference)?.[1];

describe('the paragraph on methods', () => {
  it('says data, network, training, penalty, splits, test and software as the report has them', async () => {
    const { paragraph } = await cite({}, 'ab12');
    for (const part of [
      'from 10 features in 442 rows of the data set "diabetes"',
      'one hidden layer of 4 relu units',
      'stochastic gradient descent, with a learning rate of 0.05 and batches of 64, for 3 epochs',
      'by its subgradient; lambda was 0, 0.1 and 0.2.',
      '5 pairs of training and validation rows (5-fold cross-validation with 1 repeat; seed 7)',
      'with lambda = 0 by log ratios of the validation RMSE, and called differences within 1 % equivalent',
      'p values were adjusted for 2 comparisons (Holm, 1979)',
      `absum ${VERSION} (engine fused); the report has the SHA-256 ab12.`,
    ])
      expect(paragraph).toContain(part);
    expect(paragraph).not.toMatch(/undefined|null|NaN|\.\.| {2}/);
  });

  it('lists every lambda, however many there are', async () => {
    const lambdas = Array.from({ length: 12 }, (_, i) => i / 10);
    const { paragraph } = await cite({ penalty: { lambdas } });
    expect(paragraph).toContain('lambda was 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1 and 1.1.');
  });

  it('leaves the digest out where there is none', async () => {
    expect((await cite()).paragraph).toMatch(/\(engine fused\)\.$/);
  });

  it.each([
    ['adam, the default', { optimizer: { name: 'adam' } }, 'Kingma', 'Adam (Kingma & Ba, 2015)'],
    [
      'the proximal method',
      { penalty: { lambdas: [0, 0.1], method: 'proximal' } },
      'Parikh',
      'proximal step',
    ],
    [
      'groups',
      { penalty: { lambdas: [0, 0.1], method: 'proximal', groups: 'features' } },
      'Yuan',
      "the norm of each feature's weights",
    ],
    ['dropout', { network: { hidden: [4], dropout: 0.1 } }, 'Srivastava', 'dropout of 0.1'],
    ['nested choice', { compare: { nested: { folds: 2 } } }, 'Varma', '2 inner folds'],
    [
      'tanh',
      { network: { hidden: [4, 3], activation: 'tanh' } },
      'Glorot',
      '2 hidden layers of 4 and 3 tanh units',
    ],
  ])('cites the work behind %s, and only then', async (_, change, author, said) => {
    const { paragraph, references } = await cite(change);
    expect(paragraph).toContain(said);
    expect(references.filter((each) => each.startsWith(author))).toHaveLength(1);
    const plain = await cite();
    expect(plain.references.filter((each) => each.startsWith(author))).toEqual([]);
  });

  it('cites the work behind rmsprop', async () => {
    // In place of a comparison by tfjs, the only engine that has it.
    const report = await compare(RECIPE, { engines });
    const recipe = { ...report.recipe, optimizer: { name: 'rmsprop', learningRate: 0.01 } };
    const { paragraph, references } = citeReport({ ...report, recipe });
    expect(paragraph).toContain('RMSprop (Tieleman & Hinton, 2012), with a learning rate of 0.01');
    expect(references.filter((each) => each.startsWith('Tieleman'))).toHaveLength(1);
  });

  it('names the corrected resampled t-test where there are few pairs', async () => {
    const { paragraph, references } = await cite({ split: { folds: 3, repeats: 1 } });
    expect(paragraph).toContain('corrected resampled t-test (Nadeau & Bengio, 2003)');
    expect(references.filter((each) => each.startsWith('Cameron'))).toEqual([]);
  });

  it('says of a single run that nothing was tested', async () => {
    const { paragraph } = await cite({ split: { holdout: 0.2, repeats: 1 } });
    expect(paragraph).toContain('0.2 of the rows held out, in 1 repeat');
    expect(paragraph).not.toContain('Holm');
  });

  it('says of a linear model and of classes what they are', async () => {
    const linear = await cite({ network: { hidden: [] } });
    expect(linear.paragraph).toContain(
      'The model was linear and minimised squared error; features and target',
    );
    const classes = await cite({
      data: { dataset: 'cps-wages-1985', target: 'gender' },
      loss: 'cross-entropy',
    });
    expect(classes.paragraph).toContain('We predicted the class gender');
    expect(classes.paragraph).toContain('cross-entropy; features had mean 0');
  });
});

it('lists the works that the paragraph names, each once, by author', async () => {
  for (const change of [{}, { optimizer: { name: 'adam' }, compare: { nested: { folds: 2 } } }]) {
    const { paragraph, references } = await cite(change);
    const named = listNamed(paragraph).map((work) =>
      [work.split(/,| &| et al/)[0], work.slice(-4)].join(' '),
    );
    const listed = references.map((reference) => `${surnameOf(reference)} ${yearOf(reference)}`);
    expect(named.length).toBeGreaterThan(4);
    expect([...new Set(named)].sort()).toEqual(listed);
    expect(listed).toEqual([...listed].sort());
  }
});
