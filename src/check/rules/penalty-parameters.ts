import {
  hasBiases,
  hasEmbeddings,
  hasNorms,
  isKnown,
  listLayers,
  listParameterNames,
} from '../flow/modules.ts';
import type { Condition, ParameterSet } from '../flow/values.ts';
import type { Place } from '../syntax/nodes.ts';
import type { Edit, Found } from './found.ts';
import { isPenalty, listPenalties, ofKind, quote, type Seen, textOf } from './seen.ts';

// Which parameters a penalty sums over.

function listSets(seen: Seen): ParameterSet[] {
  const losses = seen.backwards.flatMap(({ value }) => listPenalties(value));
  const joined = ofKind(seen, 'joined').flatMap(({ value }) => value.terms.filter(isPenalty));
  const updated = ofKind(seen, 'updated').flatMap(({ change }) => change.terms);
  // Rounds and calls take the same ones again.
  const sets: ParameterSet[] = [];
  for (const { base } of [...losses, ...joined, ...updated]) {
    if (base.kind === 'parameter' && !sets.some((set) => isSame(set, base.set))) sets.push(base.set);
  }
  return sets;
}

function isSame(a: ParameterSet, b: ParameterSet): boolean {
  return (
    a.place.from === b.place.from &&
    a.of === b.of &&
    a.only === b.only &&
    a.conditions.length === b.conditions.length &&
    a.conditions.every((condition, i) => condition.place.from === b.conditions[i].place.from)
  );
}

/** The sum runs over biases, norms or embeddings too. */
export function findBiases(seen: Seen): Found[] {
  const found = listSets(seen).flatMap((set) => sayIncluded(seen, set) ?? []);
  return [...found, ...findBiasRegularisers(seen)];
}

function sayIncluded(seen: Seen, set: ParameterSet): Found | null {
  const { of, only, conditions, place } = set;
  if (of === null && only === 'all') return sayOnes(seen, place);
  if (of === null || (only !== 'all' && only !== 'biases')) return null;
  if (conditions.some(({ test }) => test === 'unknown')) return null;
  if (isEmpty(set) !== null) return null;
  const included = only === 'biases' ? 'biases' : nameIncluded(set);
  if (included === null) return null;
  const isCertain = included !== 'biases' || hasBiases(of) === true;
  return {
    code: 'biases-penalised',
    place,
    message: `${quote(seen, place)} takes the ${included} too, and the penalty shrinks them with the weights.`,
    mend: leaveOut(seen, set),
    isCertain,
  };
}

/** The weights of a column of ones are the bias. */
function sayOnes(seen: Seen, place: Place): Found {
  return {
    code: 'biases-penalised',
    place,
    message: `${quote(seen, place)} takes the bias too, which is the weight of the column of ones.`,
    mend: null,
    isCertain: true,
  };
}

function nameIncluded({ of, conditions }: ParameterSet): string | null {
  if (of === null) return null;
  const leavesOut = (word: string) => conditions.some((condition) => excludes(condition, word));
  const biases = hasBiases(of) !== false && !['bias', '0.bias'].some(leavesOut);
  if (biases) return 'biases';
  const isMatrices = conditions.some(({ test, isNegated }) => test === 'matrix' && !isNegated);
  const isNamed = conditions.some(({ test }) => test === 'equals' || test === 'starts');
  if (hasNorms(of) && !isMatrices && !isNamed && !conditions.some(({ text }) => /norm|bn/i.test(text))) {
    return 'weights of norms';
  }
  if (hasEmbeddings(of) && !isNamed && !conditions.some(({ text }) => /emb/i.test(text))) return 'embeddings';
  return null;
}

/** Whether a condition keeps a parameter of such a name out. */
function excludes({ test, text, isNegated }: Condition, name: string): boolean {
  switch (test) {
    case 'contains':
    case 'ends':
    case 'equals': {
      const has =
        test === 'contains' ? name.includes(text.replace(/^\./, '')) : name.endsWith(text.replace(/^\./, ''));
      return has === isNegated;
    }
    case 'matrix':
      return !isNegated;
    case 'starts':
      return false;
    default:
      return false;
  }
}

/** Names in place of `parameters()`, where the text has a loop or a comprehension over one name. */
function leaveOut(seen: Seen, { place }: ParameterSet): Edit[] | null {
  const { text } = seen.trace;
  const call = textOf(seen, place);
  const [words] = /\.parameters\(\)$/.exec(call) ?? [];
  const before = text.slice(Math.max(0, place.from - 80), place.from);
  const loop = /\bfor (\w+) in $/.exec(before);
  if (words === undefined || loop === null) return null;
  const [, name] = loop;
  const nameAt = place.from - ' in '.length - name.length;
  const after = text.slice(place.to, place.to + 2);
  const isComprehension = /^[)\]]/.test(after);
  const end = place.to - words.length;
  const named: Edit[] = [
    { from: nameAt, to: nameAt + name.length, text: `name, ${name}` },
    {
      from: end,
      to: place.to,
      text: `.named_parameters()${isComprehension ? ' if "bias" not in name' : ''}`,
    },
  ];
  return isComprehension ? named : null;
}

/** `bias_regularizer=l1(...)`. */
function findBiasRegularisers(seen: Seen): Found[] {
  return ofKind(seen, 'made').flatMap(({ value }) => {
    if (value.kind !== 'module' || value.given === null) return [];
    const { given } = value;
    return given.args.flatMap(({ name, value: argument }): Found[] => {
      if (name === null || !/^(bias|gamma|beta)_regularizer$/.test(name)) return [];
      const regulariser = given.named.get(name);
      const isL1 =
        (regulariser?.kind === 'thing' &&
          regulariser.type === 'regularizer' &&
          isOfSizes(regulariser.parts.get('name'))) ||
        (regulariser?.kind === 'text' && /l1/i.test(regulariser.value ?? ''));
      if (!isL1) return [];
      const place = { from: argument.from - name.length - 1, to: argument.to };
      return [
        {
          code: 'biases-penalised',
          place,
          message: `${name} penalises ${name === 'bias_regularizer' ? 'the biases' : 'the norms'} of the layer too.`,
          mend: dropArgument(seen, argument, name),
          isCertain: true,
        },
      ];
    });
  });
}

function isOfSizes(name: { readonly kind: string } | undefined): boolean {
  return name?.kind === 'text' && 'value' in name && /^l1/i.test(String(name.value));
}

function dropArgument(seen: Seen, argument: Place, name: string): Edit[] | null {
  const { text } = seen.trace;
  const start = text.lastIndexOf(name, argument.from);
  const before = /,\s*$/.exec(text.slice(Math.max(0, start - 40), start));
  if (start < 0 || before === null || before[0].includes('\n')) return null;
  return [{ from: start - before[0].length, to: argument.to, text: '' }];
}

/** A filter that lets no parameter through. */
export function findNothing(seen: Seen): Found[] {
  return listSets(seen).flatMap((set) => {
    const reason = isEmpty(set) ?? hasNoSuchLayer(seen, set);
    if (reason === null) return [];
    return [
      {
        code: 'penalises-nothing' as const,
        place: reason.condition.place,
        message: reason.message,
        mend: null,
        isCertain: reason.isCertain,
      },
    ];
  });
}

/** The layers that a loop takes are not among those of the network. */
function hasNoSuchLayer(seen: Seen, { of }: ParameterSet): ReturnType<typeof isEmpty> {
  const asked = ofKind(seen, 'asked').find(({ layer }) => layer === of);
  if (asked === undefined || !isKnown(asked.of)) return null;
  const types = listLayers(asked.of).flatMap(({ type }) => type?.split('.').at(-1) ?? []);
  if (types.some((type) => asked.types.includes(type) || asked.types.includes('Module'))) return null;
  const condition: Condition = { test: 'unknown', text: '', isNegated: false, place: asked.place };
  const message = `No layer of this network is a ${asked.types.join(' or ')}, so the penalty sums over nothing.`;
  return { condition, message, isCertain: true };
}

/** Why no parameter meets the conditions; null where one may. */
function isEmpty({
  of,
  conditions,
}: ParameterSet): { condition: Condition; message: string; isCertain: boolean } | null {
  const frozen = conditions.find(({ test, isNegated }) => test === 'trainable' && isNegated);
  if (frozen !== undefined) {
    return {
      condition: frozen,
      message:
        'The filter takes the parameters that are not trained, so the penalty moves none of those that are.',
      isCertain: true,
    };
  }
  const onNames = conditions.filter(({ test }) => /^(contains|starts|ends|equals)$/.test(test));
  if (of === null || onNames.length === 0 || conditions.some(({ test }) => test === 'unknown')) return null;
  const names = listParameterNames(of);
  const [last] = onNames.slice(-1);
  if (names !== null && names.length > 0) {
    if (names.some((name) => onNames.every((condition) => meets(condition, name)))) return null;
    return {
      condition: last,
      message: `No parameter of this network meets the filter: they are called ${listSome(names)}.`,
      isCertain: true,
    };
  }
  return null;
}

function meets({ test, text, isNegated }: Condition, name: string): boolean {
  const has =
    test === 'contains'
      ? name.includes(text)
      : test === 'starts'
        ? name.startsWith(text)
        : test === 'ends'
          ? name.endsWith(text)
          : name === text;
  return has !== isNegated;
}

function listSome(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and so on` : shown;
}
