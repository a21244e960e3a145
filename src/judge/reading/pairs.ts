import { errorAt } from '../../errors.ts';
import type { ScoredPair } from '../scores.ts';
import type { Found, Labels, PairKeys } from './found.ts';
import { type Coded, codeCells, combine, combineAll, rankLabels } from './labels.ts';

// Pairs, by what names them.

/** The pairs of some scores, in their order. */
export interface NumberedPairs {
  readonly pairs: readonly ScoredPair[];
  /** For each score its pair. */
  readonly pairOf: Int32Array;
  /** Whether folds, and only these, say which pairs there are in a repeat. */
  readonly hasFolds: boolean;
  readonly unit: 'pair' | 'seed';
  readonly notes: readonly string[];
}

/** Those parts of what was found that tell pairs apart; scores of other candidates left out. */
export type PairedScores = Pick<Found, 'keys' | 'candidate' | 'line'>;

/**
 * Numbers the pairs of scores: by repeat and fold, else by seed, else by name, else as counted.
 *
 * @throws AbsumError `invalid-data` for a line without a fold or seed, where others have one
 */
export function numberPairs(scores: PairedScores): NumberedPairs {
  const { keys } = scores;
  if (keys.name !== null) return byOne(scores, [keys.name], (label) => label, 'pair');
  const { fold, repeat, seeds } = keys;
  if (fold !== null) return byFolds(scores, fold);
  if (repeat !== null && seeds.length === 0)
    return byOne(scores, [repeat], (label) => say('repeat', label), 'pair');
  if (repeat !== null) return byRepeats(scores, repeat);
  if (seeds.length > 0) return byOne(scores, seeds, (label) => say('seed', label), 'seed');
  return counted(scores);
}

/** `fold 3`; a label that says so itself stays as it is: `fold_3`. */
function say(what: string, label: string): string {
  return label.toLowerCase().startsWith(what) || /\p{L}{2}/u.test(label) ? label : `${what} ${label}`;
}

function counted({ keys, line }: PairedScores): NumberedPairs {
  const pairOf = line.map((each) => keys.ordinal[each]);
  return finish(pairOf, (number) => ({ name: `pair ${number + 1}`, repeat: number, fold: 0 }), {
    unit: 'pair',
    hasFolds: false,
    notes: [],
  });
}

/** Pairs by one column, or by several seeds together. */
function byOne(
  { line }: PairedScores,
  labels: readonly Labels[],
  name: (label: string) => string,
  unit: 'pair' | 'seed',
): NumberedPairs {
  const coded = labels.map((each) => readLabels(each, line));
  const { code, labels: texts } = coded.length === 1 ? coded[0] : joinLabels(coded, labels);
  const rank = rankLabels(texts);
  const byRank = invert(rank);
  const pairOf = code.map((each) => rank[each]);
  const nameOf = (number: number) => name(texts[byRank[number]]);
  return finish(pairOf, (number) => ({ name: nameOf(number), repeat: number, fold: 0 }), {
    unit,
    hasFolds: false,
    notes: [],
  });
}

/** Several columns as one, whose labels say all: `seed 1, data_seed 2`. */
function joinLabels(coded: readonly Coded[], labels: readonly Labels[]): Coded {
  const code = combineAll(
    coded.map((each) => each.code),
    coded[0].code.length,
  );
  const ranked = sortByRanks(coded, code);
  const texts = ranked.firsts.map((score) =>
    coded.map((each, i) => `${labels[i].name} ${each.labels[each.code[score]]}`).join(', '),
  );
  return { code: code.map((each) => ranked.rank[each]), labels: texts };
}

/** Combined labels in the order of their parts. */
function sortByRanks(coded: readonly Coded[], code: Int32Array) {
  const firsts: number[] = [];
  for (let score = 0; score < code.length; score++) if (code[score] === firsts.length) firsts.push(score);
  const ranks = coded.map((each) => ({ rank: rankLabels(each.labels), code: each.code }));
  const order = firsts.map((_, i) => i);
  order.sort((a, b) => {
    for (const each of ranks) {
      const difference = each.rank[each.code[firsts[a]]] - each.rank[each.code[firsts[b]]];
      if (difference !== 0) return difference;
    }
    return 0;
  });
  const rank = new Int32Array(order.length);
  for (const [place, i] of order.entries()) rank[i] = place;
  return { rank, firsts: order.map((i) => firsts[i]) };
}

function byRepeats(scores: PairedScores, repeat: Labels): NumberedPairs {
  const { seeds } = scores.keys;
  const coded = readLabels(repeat, scores.line);
  const joined = seeds.map((each) => readLabels(each, scores.line));
  const both = joinLabels([coded, ...joined], [repeat, ...seeds]);
  // A seed for each repeat says nothing that the repeat does not.
  if (both.labels.length === coded.labels.length) {
    return byOne(scores, [repeat], (label) => say('repeat', label), 'pair');
  }
  return byOne(scores, [repeat, ...seeds], (label) => label, 'seed');
}

function byFolds(scores: PairedScores, fold: Labels): NumberedPairs {
  const { keys, line } = scores;
  const folds = readLabels(fold, line);
  const rounds = chooseRounds(scores, folds);
  const [foldRank, roundRank] = [rankLabels(folds.labels), rankLabels(rounds.coded.labels)];
  const width = folds.labels.length;
  const key = line.map(
    (_, score) => roundRank[rounds.coded.code[score]] * width + foldRank[folds.code[score]],
  );
  const [foldAt, roundAt] = [invert(foldRank), invert(roundRank)];
  const isOne = rounds.coded.labels.length === 1;
  const nameOf = (round: number, each: number) => {
    const own = say('fold', folds.labels[foldAt[each]]);
    return isOne ? own : `${rounds.nameOf(rounds.coded.labels[roundAt[round]])}, ${own}`;
  };
  const notes = rounds.note === null ? [] : [rounds.note];
  if (keys.repeat !== null && keys.seeds.length > 0 && rounds.note === null) {
    notes.push('Seeds do not tell pairs apart, since repeats and folds do.');
  }
  return finish(
    key,
    (number) => {
      const [repeat, each] = [Math.floor(number / width), number % width];
      return { name: nameOf(repeat, each), repeat, fold: each };
    },
    { unit: 'pair', hasFolds: true, notes },
  );
}

interface Rounds {
  readonly coded: Coded;
  readonly nameOf: (label: string) => string;
  readonly note: string | null;
}

/** What tells rounds of folds apart: repeats, else seeds, unless each candidate or each fold has seeds of its own. */
function chooseRounds({ keys, line, candidate }: PairedScores, folds: Coded): Rounds {
  const one = { code: new Int32Array(line.length), labels: ['0'] };
  const { repeat, seeds } = keys;
  if (repeat !== null) {
    return { coded: readLabels(repeat, line), nameOf: (label) => say('repeat', label), note: null };
  }
  const none = { coded: one, nameOf: () => '', note: null };
  if (seeds.length === 0) return none;
  const read = seeds.map((each) => readLabels(each, line));
  const coded = read.length === 1 ? read[0] : joinLabels(read, seeds);
  if (coded.labels.length === 1) return none;
  const pair = combine(coded.code, folds.code);
  if (pair.count === folds.labels.length) return none;
  if (!areShared(pair.code, candidate) && areShared(folds.code, candidate)) {
    return {
      ...none,
      note: 'Each candidate has seeds of its own: pairs are told apart by their folds alone.',
    };
  }
  return {
    coded,
    nameOf: (label) => say('seed', label),
    note: 'Each seed is taken for a repeat of the folds.',
  };
}

/** Whether two candidates have one of them in common. */
function areShared(code: Int32Array, candidate: Int32Array): boolean {
  const first = new Map<number, number>();
  for (let score = 0; score < code.length; score++) {
    const known = first.get(code[score]);
    if (known === undefined) first.set(code[score], candidate[score]);
    else if (known !== candidate[score]) return true;
  }
  return false;
}

/** The labels of scores, which must all be there. */
function readLabels(labels: Labels, line: Int32Array): Coded {
  const cells = Array.from(line, (each) => labels.cells[each]);
  const coded = codeCells(cells);
  const missing = coded.labels.indexOf('');
  if (missing !== -1) {
    const place = labels.placeOf(line[coded.code.indexOf(missing)]);
    throw errorAt('invalid-data', place, 'expected what names the pair, got nothing');
  }
  return mergeNumbers(coded);
}

/** 1 and 1.0 are one label. */
function mergeNumbers({ code, labels }: Coded): Coded {
  const numbers = labels.map((label) => (/^[+-]?[\d.]/.test(label) ? Number(label) : Number.NaN));
  if (!numbers.every(Number.isFinite)) return { code, labels };
  const merged = codeCells(numbers);
  if (merged.labels.length === labels.length) return { code, labels };
  return { code: code.map((each) => merged.code[each]), labels: merged.labels };
}

function invert(rank: Int32Array): Int32Array {
  const order = new Int32Array(rank.length);
  for (let i = 0; i < rank.length; i++) order[rank[i]] = i;
  return order;
}

/** Numbers the keys that there are without gaps, in their order, and repeats and folds as well. */
function finish(
  key: Int32Array,
  describe: (key: number) => ScoredPair,
  rest: Omit<NumberedPairs, 'pairs' | 'pairOf'>,
): NumberedPairs {
  const keys = [...new Set(key)].sort((a, b) => a - b);
  const numbers = new Map(keys.map((each, number) => [each, number]));
  const pairs = keys.map(describe);
  const pairOf = key.map((each) => numbers.get(each) as number);
  return { pairs: closeGaps(pairs), pairOf, ...rest };
}

/** Repeats from 0 without gaps. */
function closeGaps(pairs: readonly ScoredPair[]): ScoredPair[] {
  const repeats = new Map<number, number>();
  return pairs.map((pair) => {
    const repeat = repeats.get(pair.repeat) ?? repeats.size;
    repeats.set(pair.repeat, repeat);
    return { ...pair, repeat };
  });
}

/** Which of the keys of pairs are columns, for a message. */
export function listKeys({ fold, repeat, seeds, name }: PairKeys): string[] {
  return [fold, repeat, ...seeds, name].flatMap((labels) => (labels === null ? [] : [labels.name]));
}
