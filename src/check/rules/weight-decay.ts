import { pick } from '../flow/make.ts';
import type { Optimizer } from '../flow/values.ts';
import type { Place } from '../syntax/nodes.ts';
import type { Found } from './found.ts';
import { ofKind, quote, type Seen } from './seen.ts';

const SAYS_L1 = /\bl1\b|l1[_-]|[_-]l1|\blasso\b/i;

/** `weight_decay`, where the text calls it L1. */
export function findWeightDecay(seen: Seen): Found[] {
  return ofKind(seen, 'made').flatMap(({ value }): Found[] => {
    if (value.kind !== 'optimizer') return [];
    const decay = pick(value.given, 'weight_decay');
    if (decay === null || (decay.kind === 'quantity' && decay.number === 0)) return [];
    const place = findArgument(value);
    if (place === null || !saysL1(seen, place, value.given.place) || hasPenalty(seen)) return [];
    const isApart = /AdamW$/.test(value.type);
    const what = isApart
      ? 'shrinks the weights by a share of themselves, apart from the gradient'
      : 'is an L2 penalty';
    return [
      {
        code: 'weight-decay-as-l1',
        place,
        message: `${quote(seen, place)} ${what}; the text calls it L1.`,
        mend: null,
        isCertain: false,
      },
    ];
  });
}

function findArgument({ given }: Optimizer): Place | null {
  const argument = given.args.find(({ name }) => name === 'weight_decay');
  return argument === undefined
    ? null
    : { from: argument.value.from - 'weight_decay='.length, to: argument.value.to };
}

/** Whether the argument, the comment beside it, or the one above it, speaks of L1. */
function saysL1({ trace: { text } }: Seen, { from, to }: Place, call: Place): boolean {
  const start = text.lastIndexOf('\n', from) + 1;
  const first = text.lastIndexOf('\n', call.from) + 1;
  const above = text.lastIndexOf('\n', first - 2) + 1;
  const end = text.indexOf('\n', to);
  const [before, line] = [
    text.slice(above, Math.max(above, first - 1)),
    text.slice(start, end < 0 ? text.length : end),
  ];
  const argument = text.slice(from, to);
  const comment = line.slice(line.indexOf('#') < 0 ? line.length : line.indexOf('#'));
  const isDenied = /\bl2\b|not l1/i.test(comment + before);
  if (isDenied) return false;
  return SAYS_L1.test(argument) || SAYS_L1.test(comment) || (/^\s*#/.test(before) && SAYS_L1.test(before));
}

function hasPenalty(seen: Seen): boolean {
  return ofKind(seen, 'joined').length > 0;
}
