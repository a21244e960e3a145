import { AbsumError, type Issue } from '../../errors.ts';
import { JUDGE_OWNERS, JUDGE_PARAMETERS, type JudgeParameter } from '../../judge/parameters.ts';
import type { ScoresForm } from '../../judge/reading/json.ts';
import { renameFlat } from '../../recipe/flat.ts';
import { formatJudgeFlags, nameJudgeOption, speakJudgeFlags } from './judge-options.ts';
import { sayInside } from './places.ts';

/** Where the parts of a request came from. */
export interface ScoresOrigin {
  /** The file that holds the scores, or what stands for it. */
  readonly source: string;
  readonly form: ScoresForm;
  /** Parameters given as options. */
  readonly given: ReadonlySet<JudgeParameter>;
  /** Whether the file says more than the scores, so that a field may be its. */
  readonly isRequest: boolean;
}

/** Says the places of a fault as the user wrote them: `--candidates, item 2`, `scores.csv line 17`, `runs.json: folds`. */
export function translateScoresFault(error: unknown, origin: ScoresOrigin): unknown {
  if (!(error instanceof AbsumError)) return error;
  const renamed = renameFlat(JUDGE_PARAMETERS, error, JUDGE_OWNERS).issues;
  const issues = error.issues.map(
    ({ place }, i): Issue => ({
      place: translatePlace(place, renamed[i].place, origin),
      message: speakJudgeFlags(renamed[i].message) + sayWays(renamed[i]),
    }),
  );
  // What is said of limits elsewhere is how to lift them; these cannot be lifted.
  return new AbsumError(error.code === 'limit-exceeded' ? 'invalid-data' : error.code, issues);
}

function translatePlace(
  place: string,
  renamed: string,
  { source, form, given, isRequest }: ScoresOrigin,
): string {
  const data = `data.${form}`;
  if (place.startsWith(data)) {
    const rest = place.slice(data.length);
    // Lines of a text are of the file; a key, or an item, is named after it.
    return rest === '' || rest.startsWith(' ') ? source + rest : `${source}: ${rest.replace(/^\./, '')}`;
  }
  const [word] = renamed.split('[');
  if (isParameter(word) && (!isRequest || given.has(word))) {
    return nameJudgeOption(word) + sayInside(renamed.slice(word.length));
  }
  if (place === 'data') return source;
  return isRequest && place !== '' ? `${source}: ${place}` : place;
}

function isParameter(name: string): name is JudgeParameter {
  return Object.hasOwn(JUDGE_PARAMETERS, name);
}

/** What leads on, as options. */
function sayWays({ ways = [] }: Issue): string {
  const flags = ways.map(formatJudgeFlags).filter((each) => each !== null);
  return flags.length === 0 ? '' : `; try ${flags.join(', or ')}`;
}
