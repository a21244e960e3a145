import { indexNames } from '../../data/names.ts';
import { describeValue, errorAt } from '../../errors.ts';
import { askNearest, findNearest } from '../../words/nearest.ts';
import type { JudgeRequest } from '../request.ts';
import type { ScoreTable } from './table/table.ts';
import { listWords, plainName, wordSet } from './table/words.ts';

// Which column is what, by what was asked and by the names of the columns.

const CANDIDATE = wordSet(
  'candidate candidates model models modelname modelid method methodname algorithm algo estimator variant variants config configuration ' +
    'configname arm system systemname lambda lambdas classifier regressor learner approach pipeline treatment condition candidateid',
);
const FOLD = wordSet(
  'fold folds foldid foldindex foldnumber foldno cvfold kfold outerfold split splitid cvsplit splitindex',
);
/** Names that a setting may have as well. */
const WEAK_FOLD = wordSet('k cv');
const REPEAT = wordSet('repeat repeats repetition rep reps repeatid repeatnumber');
const WEAK_REPEAT = wordSet('iteration round');
const SEED = wordSet('rng rngseed randomstate randstate');
const ROW = wordSet(
  'row rowid rowindex rownumber sample sampleid sampleindex instance instanceid example exampleid observation observationid',
);
/** Names that count the lines of a table as well. */
const WEAK_ROW = wordSet('index id idx');
const GROUP = wordSet('group groupid subject subjectid patient patientid cluster clusterid');
const VALUE = wordSet('value score metric loss error result values scores');

/** Whether a column names what competes. */
export function namesCandidate(name: string): boolean {
  return CANDIDATE.has(plainName(name));
}

/** Whether a name of folds or repeats may be that of a setting as well. */
export function isWeak(name: string): boolean {
  return WEAK_FOLD.has(plainName(name)) || WEAK_REPEAT.has(plainName(name));
}

/** Whether a column is called what a column of scores is called. */
export function namesValue(name: string): boolean {
  return VALUE.has(plainName(name));
}

/** The columns by what they name. */
export interface Roles {
  /** As asked for; what else may tell candidates apart depends on the form. */
  readonly candidate: readonly number[];
  readonly fold: number | null;
  readonly repeat: number | null;
  readonly seeds: readonly number[];
  /** The column of rows, where it was asked for or its name says so; and one that may as well count lines. */
  readonly row: number | null;
  readonly weakRow: number | null;
  readonly group: number | null;
  /** As asked for. */
  readonly value: number | null;
  /** Whether the column of rows was asked for. */
  readonly isRowAsked: boolean;
}

/**
 * Finds the columns of the roles.
 *
 * @param bare the names without what an export puts before them
 * @param isRuns whether it is a table of runs, in which a weak name is one of a setting
 * @throws AbsumError `invalid-recipe` at `columns.fold` for a column that there is not, or that has two roles
 */
export function findRoles(
  table: ScoreTable,
  request: JudgeRequest,
  bare: readonly string[],
  isRuns: boolean,
): Roles {
  const asked = readAsked(table, request);
  const taken = new Set([...asked.values()].flat());
  const plain = bare.map((name, column) => (taken.has(column) ? '' : plainName(name)));
  const find = (role: string, ...sets: ReadonlySet<string>[]): number | null => {
    const own = asked.get(role);
    if (own !== undefined) return own[0];
    for (const set of sets) {
      const column = plain.findIndex((name) => set.has(name));
      if (column !== -1) return column;
    }
    return null;
  };
  const fold = find('fold', FOLD, ...(isRuns ? [] : [WEAK_FOLD]));
  const repeat = find('repeat', REPEAT, ...(isRuns ? [] : [WEAK_REPEAT]));
  const seeds =
    asked.get('seed') ?? plain.flatMap((name, column) => (isSeed(name, bare[column]) ? [column] : []));
  const isRowAsked = asked.has('row');
  const row = find('row', ...(isRuns ? [] : [ROW]));
  const weak = isRuns || isRowAsked ? -1 : plain.findIndex((name) => WEAK_ROW.has(name));
  const group = find('group', ...(isRuns ? [] : [GROUP]));
  return {
    candidate: asked.get('candidate') ?? [],
    fold,
    repeat,
    seeds,
    row,
    weakRow: weak === -1 ? null : weak,
    group,
    value: asked.get('value')?.[0] ?? null,
    isRowAsked,
  };
}

/** `seed`, `random_state`, and others that end so, such as `data_seed`; not `n_seeds`. */
function isSeed(plain: string, name: string): boolean {
  return SEED.has(plain) || (plain !== '' && listWords(name).at(-1) === 'seed');
}

/** The columns that were asked for, by role. */
function readAsked(table: ScoreTable, { columns }: JudgeRequest): Map<string, number[]> {
  const asked = new Map<string, number[]>();
  const roleOf = new Map<number, string>();
  const names = table.columns.map(({ name }) => name);
  let find: ReturnType<typeof indexNames> | null = null;
  for (const [role, given] of Object.entries(columns)) {
    if (given === undefined) continue;
    find ??= indexNames(names);
    const list = typeof given === 'string' ? [given] : given;
    for (const [i, name] of list.entries()) {
      const place = typeof given === 'string' ? `columns.${role}` : `columns.${role}[${i}]`;
      const column = find(name);
      if (column === -1) throw refuseColumn(names, name, place);
      const other = roleOf.get(column);
      if (other !== undefined) {
        const message = `expected a column of its own, got ${describeValue(name)}, which is columns.${other}`;
        throw errorAt('invalid-recipe', place, message);
      }
      roleOf.set(column, role);
      asked.set(role, [...(asked.get(role) ?? []), column]);
    }
  }
  return asked;
}

const NAMES_LISTED = 10;

/** The error for a name that there is not: it names the nearest, or lists what there is. */
export function refuseUnknown(what: string, names: readonly string[], name: string, place: string) {
  const nearest = findNearest(names, name, 2);
  if (nearest !== null) {
    const message = `there is no ${what} ${describeValue(name)}${askNearest(nearest)}`;
    return errorAt('invalid-recipe', place, message);
  }
  const more = names.length - NAMES_LISTED;
  const listed = names.slice(0, NAMES_LISTED).map(describeValue);
  if (more > 0) listed.push(`${more} more`);
  const message = `expected one of the ${what}s ${listed.join(', ')}, got ${describeValue(name)}`;
  return errorAt('invalid-recipe', place, message);
}

function refuseColumn(names: readonly string[], name: string, place: string) {
  return refuseUnknown('column', names, name, place);
}

/** The columns that name pairs and rows. */
export function listUsed(roles: Roles): Set<number> {
  const one = [roles.fold, roles.repeat, roles.row, roles.group].filter((column) => column !== null);
  return new Set([...one, ...roles.seeds]);
}
