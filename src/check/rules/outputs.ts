import { pick, pickText, pickTruth } from '../flow/make.ts';
import { listBases } from '../flow/quantities.ts';
import type { Quantity, Value } from '../flow/values.ts';
import type { Found } from './found.ts';
import { ofKind, quote, type Seen, textOf } from './seen.ts';

// What goes into a loss: probabilities in place of logits, and shapes that broadcast.

/** A softmax or sigmoid before a loss that applies it itself. */
export function findProbabilities(seen: Seen): Found[] {
  const found = ofKind(seen, 'loss').flatMap(({ type, output, given }): Found[] => {
    const squashed = output?.squashed;
    if (type === null || squashed == null || output === null) return [];
    const last = type.split('.').at(-1) ?? '';
    const isOfSoftmax = /^(CrossEntropyLoss|cross_entropy)$/.test(last) && squashed.by === 'softmax';
    const isOfSigmoid = /WithLogits|_with_logits$/.test(last) && squashed.by === 'sigmoid';
    const isOfKeras =
      given !== null && pickTruth(given, 'from_logits') === true && squashed.by !== 'log-softmax';
    if (!isOfSoftmax && !isOfSigmoid && !isOfKeras) return [];
    return [
      {
        code: 'probabilities-as-logits',
        place: squashed.place,
        message: `The ${squashed.by} goes into ${last}, which applies it itself.`,
        mend: null,
        isCertain: true,
      },
    ];
  });
  return [...found, ...findInCompiled(seen)];
}

/** `compile(loss=CategoricalCrossentropy(from_logits=True))` of a network that ends with a softmax. */
function findInCompiled(seen: Seen): Found[] {
  return ofKind(seen, 'fit').flatMap(({ module, compiled }): Found[] => {
    const loss = compiled === null ? null : pick(compiled, 'loss', 1);
    if (loss?.kind !== 'module' || loss.given === null || pickTruth(loss.given, 'from_logits') !== true)
      return [];
    const layers = [...module.parts.values()].filter((part) => part.kind === 'module');
    const last = layers.at(-1);
    const activation = last?.given == null ? null : pickText(last.given, 'activation', 1);
    const isSquashed =
      activation === 'softmax' || activation === 'sigmoid' || /Softmax$/.test(last?.type ?? '');
    if (!isSquashed || !/Dense|Softmax|Activation/.test(last?.type ?? '')) return [];
    return [
      {
        code: 'probabilities-as-logits',
        place: loss.given.place,
        message: `${quote(seen, loss.given.place)} takes logits, and the last layer gives probabilities.`,
        mend: logitsFalse(seen, loss.given.place),
        isCertain: true,
      },
    ];
  });
}

function logitsFalse(seen: Seen, place: Found['place']): Found['mend'] {
  const found = /from_logits\s*=\s*True/.exec(textOf(seen, place));
  if (found === null) return null;
  const to = place.from + found.index + found[0].length;
  return [{ from: to - 'True'.length, to, text: 'False' }];
}

/** (n, 1) against (n): an n x n matrix of errors. */
export function findBroadcasts(seen: Seen): Found[] {
  return ofKind(seen, 'loss').flatMap(({ output, target, place, type }): Found[] => {
    const last = type?.split('.').at(-1) ?? '';
    if (type !== null && !/MSE|L1Loss|l1_loss|mse|Huber|huber|SmoothL1|smooth_l1|^$/.test(last)) return [];
    if (output === null || target === null) return [];
    const isOneWay = isColumn(output) && target.rank === 1 && isOfData(target);
    const isOtherWay = output.rank === 1 && isColumn(target) && isOfData(target);
    if (!isOneWay && !isOtherWay) return [];
    const [a, b] = isOneWay ? ['(n, 1)', '(n)'] : ['(n)', '(n, 1)'];
    return [
      {
        code: 'shapes-broadcast',
        place,
        message: `${quote(seen, place)} compares predictions of shape ${a} with targets of shape ${b}, which gives n x n differences.`,
        mend: null,
        isCertain: true,
      },
    ];
  });
}

function isColumn({ rank, isColumn: isOne }: Quantity): boolean {
  return isOne && (rank === 2 || rank === null);
}

function isOfData(target: Value): boolean {
  return listBases(target).every(({ kind }) => kind === 'data' || kind === 'mixed' || kind === 'number');
}
