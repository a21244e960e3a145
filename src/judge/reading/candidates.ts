import { describeValue, errorAt } from '../../errors.ts';
import type { Sliced } from '../../sliced.ts';
import { listFirst } from '../../words/lists.ts';
import type { JudgeRequest } from '../request.ts';
import type { FoundCandidate } from './found.ts';
import { refuseUnknown } from './roles.ts';
import { type Coded, codingCells, combiningAll } from './table/labels.ts';
import type { ScoreTable } from './table/table.ts';
import { listWords } from './table/words.ts';

// Who competes: by name, or by what runs were set to.

/** Longer names make no sentence. */
const LONGEST_NAME = 200;
/** Numbers in longer ones are shortened, if they still differ. */
const LONG_NAME = 60;

/** Candidates, and for each line which of them it is. */
export interface NamedLines {
  readonly candidates: readonly FoundCandidate[];
  readonly code: Int32Array;
}

interface Naming {
  /** The names of settings, by column. */
  readonly bare: readonly string[];
  readonly place: string;
  /** The name of a candidate whose settings are too long to name it, by its first line. */
  fallback(line: number): string | null;
}

/** Tells candidates apart by all of some columns, and names them by those that differ: `lr=0.1, depth=3`. */
export function* namingBySettings(
  table: ScoreTable,
  columns: readonly number[],
  naming: Naming,
): Sliced<NamedLines> {
  const coded: Coded[] = [];
  for (const column of columns) coded.push(yield* codingCells(table.columns[column].cells));
  const code = yield* combiningAll(
    coded.map((each) => each.code),
    table.lines,
  );
  const firsts: number[] = [];
  for (let line = 0; line < code.length; line++) if (code[line] === firsts.length) firsts.push(line);
  const differing = coded.flatMap(({ labels }, i) => (labels.length > 1 ? [i] : []));
  const labelAt = (i: number, line: number) => coded[i].labels[coded[i].code[line]];
  const say = (line: number, show: (label: string) => string) =>
    differing
      .filter((i) => labelAt(i, line) !== '')
      .map((i) => `${naming.bare[columns[i]]}=${show(labelAt(i, line))}`)
      .join(', ');
  const names = nameWith(firsts, say, naming);
  const candidates = firsts.map((line, c): FoundCandidate => {
    const settings = new Map(coded.map((_, i) => [naming.bare[columns[i]], labelAt(i, line)]));
    return { name: names[c], settings };
  });
  return { candidates, code };
}

/** Whole names; where some are too long, with shorter numbers, else what else there is. */
function nameWith(
  firsts: readonly number[],
  say: (line: number, show: (label: string) => string) => string,
  { fallback, place }: Naming,
): string[] {
  const whole = (line: number) => say(line, (label) => label);
  const short = (line: number) => say(line, shortenNumber);
  const tries = [
    { name: whole, most: LONG_NAME },
    { name: short, most: LONGEST_NAME },
    { name: whole, most: LONGEST_NAME },
    { name: fallback, most: LONGEST_NAME },
  ];
  for (const { name, most } of tries) {
    const names = firsts.map(name).map((each) => (each === '' ? 'no settings' : (each ?? '')));
    const isUsable = names.every((each) => each !== '' && each.length <= most);
    if (isUsable && new Set(names).size === names.length) return names;
  }
  const message = `expected names of at most ${LONGEST_NAME} characters, got settings that make longer ones: columns.candidate says which of them tell candidates apart`;
  throw errorAt('invalid-data', place, message);
}

function shortenNumber(label: string): string {
  const value = label === '' ? Number.NaN : Number(label);
  return Number.isFinite(value) && label.length > 6 ? String(Number(value.toPrecision(4))) : label;
}

/** Candidates named by one column. */
export function nameByColumn(table: ScoreTable, column: number, { code, labels }: Coded): NamedLines {
  const missing = labels.indexOf('');
  if (missing !== -1) {
    const place = table.placeOfCell(code.indexOf(missing), column);
    throw errorAt('invalid-data', place, 'expected the name of a candidate, got nothing');
  }
  return { candidates: labels.map((name) => ({ name })), code };
}

/** @throws AbsumError `invalid-data` for a name that is too long */
export function checkNames(candidates: readonly FoundCandidate[], place: string): void {
  for (const { name } of candidates) {
    if (name.length <= LONGEST_NAME) continue;
    const message = `expected names of candidates of at most ${LONGEST_NAME} characters, got one of ${name.length}: ${describeValue(name)}`;
    throw errorAt('invalid-data', place, message);
  }
}

/** Those that are judged, in the order of the scores, and the baseline among them. */
export interface Chosen {
  /** For each candidate its place among those chosen; -1 for others. */
  readonly placeOf: Int32Array;
  readonly candidates: readonly FoundCandidate[];
  readonly baseline: number;
  readonly notes: readonly string[];
}

/**
 * Chooses the candidates and the baseline.
 *
 * @throws AbsumError `invalid-recipe` for a name that there is not; `invalid-data` for fewer than two candidates
 */
export function chooseCandidates(
  candidates: readonly FoundCandidate[],
  request: JudgeRequest,
  place: string,
): Chosen {
  const names = candidates.map(({ name }) => name);
  const numbers = new Map(names.map((name, i) => [name, i]));
  const find = (name: string, at: string) => {
    const number = numbers.get(name);
    if (number === undefined) throw refuseUnknown('candidate', names, name, at);
    return number;
  };
  const asked = request.candidates?.map((name, i) => find(name, `candidates[${i}]`));
  const { baseline, note } =
    request.baseline === undefined
      ? guessBaseline(names)
      : { baseline: find(request.baseline, 'baseline'), note: null };
  const taken = new Set(asked ?? names.keys());
  taken.add(baseline);
  const chosen = [...taken].sort((a, b) => a - b);
  if (chosen.length < 2) {
    const listed = listFirst(names.map(describeValue));
    const message =
      names.length < 2
        ? `expected scores of two candidates at least, got those of one, ${listed}: columns.candidate says what tells candidates apart`
        : `expected a candidate besides the baseline, got ${describeValue(names[baseline])} alone of ${listed}`;
    const isAsked = asked !== undefined && names.length > 1;
    throw errorAt(isAsked ? 'invalid-recipe' : 'invalid-data', isAsked ? 'candidates' : place, message);
  }
  const placeOf = new Int32Array(names.length).fill(-1);
  for (const [at, number] of chosen.entries()) placeOf[number] = at;
  return {
    placeOf,
    candidates: chosen.map((number) => candidates[number]),
    baseline: placeOf[baseline],
    notes: note === null ? [] : [note],
  };
}

const BASELINES = [
  'baseline',
  'base',
  'control',
  'reference',
  'default',
  'main',
  'master',
  'current',
  'old',
  'before',
];

/** A candidate whose name is that of a baseline, else the only one with such a word in its name, else the first. */
function guessBaseline(names: readonly string[]): { baseline: number; note: string } {
  const lower = names.map((name) => name.trim().toLowerCase());
  const exact = BASELINES.map((word) => lower.indexOf(word)).find((number) => number !== -1);
  const words = names.map((name) => new Set(listWords(name)));
  const having = BASELINES.map((word) => words.flatMap((set, number) => (set.has(word) ? [number] : [])));
  const baseline = exact ?? having.find((list) => list.length === 1)?.[0];
  const name = describeValue(names[baseline ?? 0]);
  if (baseline === undefined) return { baseline: 0, note: `The baseline is the first candidate, ${name}.` };
  return { baseline, note: `The baseline is ${name}, by its name.` };
}
