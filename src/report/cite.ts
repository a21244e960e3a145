import { METRIC_KINDS } from '../recipe/metrics.ts';
import type { AskedRecipe } from '../recipe/schema.ts';
import { formatCount } from '../words/amounts.ts';
import { joinWords } from '../words/lists.ts';
import { shortenLambda } from '../words/numbers.ts';
import type { Report } from './schema.ts';

/** What to write of a comparison in a paper. */
export interface Citation {
  /** A paragraph for the section on methods. */
  readonly paragraph: string;
  /** The works that it names, in the order of their authors. */
  readonly references: readonly string[];
}

const WORKS = {
  'Cameron, Gelbach & Miller, 2011':
    'Cameron, A. C., Gelbach, J. B., & Miller, D. L. (2011). Robust inference with multiway clustering. Journal of Business & Economic Statistics, 29(2), 238–249. https://doi.org/10.1198/jbes.2010.07136',
  'Glorot & Bengio, 2010':
    'Glorot, X., & Bengio, Y. (2010). Understanding the difficulty of training deep feedforward neural networks. Proceedings of the 13th International Conference on Artificial Intelligence and Statistics, 249–256.',
  'He et al., 2015':
    'He, K., Zhang, X., Ren, S., & Sun, J. (2015). Delving deep into rectifiers: Surpassing human-level performance on ImageNet classification. Proceedings of the IEEE International Conference on Computer Vision, 1026–1034. https://doi.org/10.1109/ICCV.2015.123',
  'Holm, 1979':
    'Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics, 6(2), 65–70.',
  'Kingma & Ba, 2015':
    'Kingma, D. P., & Ba, J. (2015). Adam: A method for stochastic optimization. 3rd International Conference on Learning Representations. https://arxiv.org/abs/1412.6980',
  'Nadeau & Bengio, 2003':
    'Nadeau, C., & Bengio, Y. (2003). Inference for the generalization error. Machine Learning, 52(3), 239–281. https://doi.org/10.1023/A:1024068626366',
  'Parikh & Boyd, 2014':
    'Parikh, N., & Boyd, S. (2014). Proximal algorithms. Foundations and Trends in Optimization, 1(3), 127–239. https://doi.org/10.1561/2400000003',
  'Satterthwaite, 1946':
    'Satterthwaite, F. E. (1946). An approximate distribution of estimates of variance components. Biometrics Bulletin, 2(6), 110–114. https://doi.org/10.2307/3002019',
  'Srivastava et al., 2014':
    'Srivastava, N., Hinton, G., Krizhevsky, A., Sutskever, I., & Salakhutdinov, R. (2014). Dropout: A simple way to prevent neural networks from overfitting. Journal of Machine Learning Research, 15, 1929–1958.',
  'Tibshirani, 1996':
    'Tibshirani, R. (1996). Regression shrinkage and selection via the lasso. Journal of the Royal Statistical Society: Series B, 58(1), 267–288. https://doi.org/10.1111/j.2517-6161.1996.tb02080.x',
  'Tibshirani & Tibshirani, 2009':
    'Tibshirani, R. J., & Tibshirani, R. (2009). A bias correction for the minimum error rate in cross-validation. The Annals of Applied Statistics, 3(2), 822–829. https://doi.org/10.1214/08-AOAS224',
  'Tieleman & Hinton, 2012':
    'Tieleman, T., & Hinton, G. (2012). Lecture 6.5: rmsprop: Divide the gradient by a running average of its recent magnitude. COURSERA: Neural Networks for Machine Learning.',
  'Varma & Simon, 2006':
    'Varma, S., & Simon, R. (2006). Bias in error estimation when using cross-validation for model selection. BMC Bioinformatics, 7, 91. https://doi.org/10.1186/1471-2105-7-91',
  'Yuan & Lin, 2006':
    'Yuan, M., & Lin, Y. (2006). Model selection and estimation in regression with grouped variables. Journal of the Royal Statistical Society: Series B, 68(1), 49–67. https://doi.org/10.1111/j.1467-9868.2005.00532.x',
} as const;
type Work = keyof typeof WORKS;

/** `(Holm, 1979)`; what a paragraph cites is found by these marks, so that none is listed that it does not name. */
const cite = (...works: readonly Work[]): string => `(${works.join('; ')})`;

/**
 * Writes a paragraph on methods, and the works that it rests on, from a report alone.
 *
 * @param digest what `digestReport` gives; left out where there is none
 */
export function citeReport(report: Report, digest?: string): Citation {
  // A report repeats the recipe with every default filled in.
  const recipe = report.recipe as unknown as AskedRecipe;
  const sentences = [
    describeData(report, recipe),
    describeNetwork(recipe),
    describeTraining(recipe),
    describePenalty(report, recipe),
    describeSplits(report, recipe),
    ...describeTest(report, recipe),
    ...describeChoice(report, recipe),
    describeSoftware(report, digest),
  ];
  const paragraph = sentences.join(' ');
  const works = (Object.keys(WORKS) as Work[]).filter((work) => paragraph.includes(work));
  return { paragraph, references: works.map((work) => WORKS[work]) };
}

function describeData({ data }: Report, recipe: AskedRecipe): string {
  const { dataset } = recipe.data as { readonly dataset?: string };
  const of = dataset === undefined ? '' : ` of the data set "${dataset}"`;
  const left = data.rowsWithoutTarget + data.droppedRows;
  const without = left === 0 ? '' : ` (${formatCount(left, 'row')} with missing values left out)`;
  const what = data.task === 'classification' ? `the class ${data.target}` : data.target;
  return `We predicted ${what} from ${formatCount(data.features.length, 'feature')} in ${formatCount(data.rows, 'row')}${of}${without}.`;
}

const STARTS = {
  he: ` ${cite('He et al., 2015')}`,
  glorot: ` ${cite('Glorot & Bengio, 2010')}`,
  pytorch: ' as PyTorch draws them',
} as const;
const LOSSES = {
  mse: 'squared error',
  mae: 'absolute error',
  huber: 'the Huber loss',
  'cross-entropy': 'cross-entropy',
} as const;

function describeNetwork({ network, loss, standardize }: AskedRecipe): string {
  const { hidden, activation, dropout, initialization } = network;
  const scaled = [
    ...(standardize.features ? ['features'] : []),
    ...(standardize.target && loss !== 'cross-entropy' ? ['target'] : []),
  ];
  const scaling =
    scaled.length === 0
      ? ''
      : `; ${joinWords(scaled)} had mean 0 and standard deviation 1 on the training rows`;
  if (hidden.length === 0) return `The model was linear and minimised ${LOSSES[loss]}${scaling}.`;
  const layers = `${hidden.length === 1 ? 'one hidden layer' : `${hidden.length} hidden layers`} of ${joinWords(hidden.map(String))} ${activation} units`;
  const dropped = dropout === 0 ? '' : `, dropout of ${dropout} ${cite('Srivastava et al., 2014')}`;
  return `The network had ${layers}${dropped}, uniform initial weights${STARTS[initialization]}, and minimised ${LOSSES[loss]}${scaling}.`;
}

const OPTIMIZERS = {
  sgd: 'stochastic gradient descent',
  momentum: 'stochastic gradient descent with momentum',
  rmsprop: `RMSprop ${cite('Tieleman & Hinton, 2012')}`,
  adam: `Adam ${cite('Kingma & Ba, 2015')}`,
} as const;

function describeTraining({ optimizer, training }: AskedRecipe): string {
  const { epochs, batchSize, batches, patience } = training;
  const order = batches === 'shuffled' ? '' : `, ${batches}`;
  const stop =
    patience === null
      ? formatCount(epochs, 'epoch')
      : `at most ${formatCount(epochs, 'epoch')}, stopped after ${patience} without a lower loss on a tenth of the training rows`;
  return `It was trained by ${OPTIMIZERS[optimizer.name]}, with a learning rate of ${optimizer.learningRate} and batches of ${batchSize}${order}, for ${stop}.`;
}

function describePenalty({ lambdas, method }: Report, { penalty }: AskedRecipe): string {
  const over = penalty.include === 'all' ? 'weights and biases' : 'weights';
  const sum = penalty.scale === 'mean' ? 'mean' : 'sum';
  const groups =
    penalty.groups === null
      ? ''
      : `, in the first layer the norm of each feature's weights ${cite('Yuan & Lin, 2006')}`;
  const way =
    method.name === 'proximal'
      ? `by a proximal step, which gives exact zeros ${cite('Parikh & Boyd, 2014')}`
      : 'by its subgradient';
  const listed = listAll(lambdas.map(({ lambda }) => shortenLambda(lambda)));
  const found = penalty.lambdas === 'auto' ? ', of which those above 0 were found automatically' : '';
  return `To the loss we added an L1 penalty ${cite('Tibshirani, 1996')}, lambda times the ${sum} of the absolute ${over}${groups}, ${way}; lambda was ${listed}${found}.`;
}

/** All of them: a reader who repeats the comparison needs each. */
function listAll(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function describeSplits({ design }: Report, { split, seed }: AskedRecipe): string {
  const rounds = formatCount(design.repeats, 'repeat');
  const how =
    design.folds === undefined
      ? split.column === undefined
        ? `${design.holdout ?? split.holdout} of the rows held out, in ${rounds}`
        : `the split that the data name, in ${rounds}`
      : `${design.folds}-fold ${split.order === 'given' ? 'forward chaining' : 'cross-validation'} with ${rounds}`;
  const groups = split.groups === undefined ? '' : `, rows with equal ${split.groups} kept together`;
  return `Every lambda was trained on the same ${formatCount(design.pairs, 'pair')} of training and validation rows (${how}${groups}; seed ${seed}) with the same initial weights and batches.`;
}

const TESTS = {
  'row and training test': `The standard error of a difference came from rows and from trainings ${cite('Cameron, Gelbach & Miller, 2011')}, corrected for overlapping training rows ${cite('Nadeau & Bengio, 2003')}, with Student's t and approximate degrees of freedom ${cite('Satterthwaite, 1946')}`,
  'row and training test, these training rows only': `The standard error of a difference came from rows and from trainings ${cite('Cameron, Gelbach & Miller, 2011')}, with Student's t and approximate degrees of freedom ${cite('Satterthwaite, 1946')}, for these training rows only`,
  'test of forward blocks': "Differences were tested by Student's t over the blocks of the forward chain",
} as const;
const CORRECTED = `Differences were tested by the corrected resampled t-test ${cite('Nadeau & Bengio, 2003')}`;

function describeTest({ test, lambdas }: Report, { compare }: AskedRecipe): string[] {
  if (test.name === 'none') return ['Differences were not tested.'];
  const { label, isError } = METRIC_KINDS[test.metric];
  const judged = lambdas.filter(({ comparison }) => comparison !== null && comparison.pHolm !== null);
  const base = test.baseline === null ? 'a baseline' : `lambda = ${shortenLambda(test.baseline)}`;
  const scale = isError ? 'log ratios of ' : '';
  const isByPairs = judged.length > 0 && judged.every(({ comparison }) => comparison?.basis === 'pairs');
  const region =
    compare.equivalence === 0
      ? ''
      : `, and called differences within ${isError ? `${Number((100 * compare.equivalence).toPrecision(3))} %` : compare.equivalence} equivalent`;
  const holm =
    judged.length > 1
      ? `; p values were adjusted for ${judged.length} comparisons ${cite('Holm, 1979')}`
      : '';
  return [
    `We compared each lambda with ${base} by ${scale}the validation ${label}${region}.`,
    `${isByPairs ? CORRECTED : TESTS[test.name]}${holm}.`,
  ];
}

function describeChoice({ findings }: Report, { compare }: AskedRecipe): string[] {
  if (compare.nested !== null) {
    return [
      `The choice of lambda and epochs was judged by nested cross-validation with ${compare.nested.folds} inner folds ${cite('Varma & Simon, 2006')}.`,
    ];
  }
  if (!findings.some(({ code }) => code === 'optimistic-best')) return [];
  return [
    `lambda was chosen and judged on the same rows, which flatters the choice ${cite('Tibshirani & Tibshirani, 2009')}.`,
  ];
}

function describeSoftware({ version, engine, arithmetic }: Report, digest?: string): string {
  const relaxed = arithmetic.mode === 'strict' ? '' : ', relaxed arithmetic';
  const sum = digest === undefined ? '' : `; the report has the SHA-256 ${digest}`;
  return `The comparison was made with absum ${version} (engine ${engine}${relaxed})${sum}.`;
}
