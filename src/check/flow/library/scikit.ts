import { measure } from '../losses.ts';
import { makeData, makeOf, makeSeveral, makeUnknown, pickNumber, pickTruth } from '../make.ts';
import { makeRows } from '../methods/data-methods.ts';
import { hasOutput, listData } from '../quantities.ts';
import { dataOf } from '../slices.ts';
import type { Machine } from '../state.ts';
import type { Data, Given, Split, Thing, Value } from '../values.ts';

const SCALERS =
  /^(StandardScaler|MinMaxScaler|RobustScaler|MaxAbsScaler|Normalizer|QuantileTransformer|PowerTransformer|PCA|SimpleImputer)$/;
const FOLDS =
  /^(KFold|StratifiedKFold|RepeatedKFold|GroupKFold|TimeSeriesSplit|ShuffleSplit|RepeatedStratifiedKFold|LeaveOneOut)$/;

/** A function or class of scikit-learn; null where it is none that matters. */
export function callScikit(machine: Machine, path: string, name: string, given: Given): Value | null {
  const { state } = machine;
  const thing = (type: string): Thing => ({ kind: 'thing', type, given, parts: new Map() });
  if (SCALERS.test(name) && name !== 'Normalizer') return thing('scaler');
  if (FOLDS.test(name)) return thing('folds-maker');
  if (name === 'train_test_split') return divide(machine, given);
  if (/^(load_|fetch_)/.test(name)) return loadSet(machine, given);
  if (/^make_(regression|friedman\d|classification|blobs|moons|circles|sparse_\w+)$/.test(name)) {
    return makeSeveral([makeRows(machine, given, 2), makeRows(machine, given, 1)], given.place);
  }
  if (name === 'shuffle') {
    const shuffled = given.positional.map((each) => shuffleRows(machine, each, given));
    return shuffled.length === 1 ? shuffled[0] : makeSeveral(shuffled, given.place);
  }
  if (/_score$|_error$/.test(name)) {
    const values = [...given.positional, ...given.named.values()];
    if (values.some(hasOutput)) return measure(machine, path, given);
    state.spend();
    return makeUnknown();
  }
  return null;
}

function shuffleRows(machine: Machine, value: Value, given: Given): Value {
  const [data] = listData(value);
  if (data === undefined || value.kind !== 'quantity') return value;
  return makeOf(
    { kind: 'data', data: { ...data, sortedAt: null, isShuffled: true } },
    given.place,
    machine.state.run,
    {
      rank: value.rank,
      isColumn: value.isColumn,
    },
  );
}

/** `load_diabetes()`, `load_diabetes(return_X_y=True)`. */
function loadSet(machine: Machine, given: Given): Value {
  const [x, y] = [makeRows(machine, given, 2), makeRows(machine, given, 1)];
  if (pickTruth(given, 'return_X_y') === true) return makeSeveral([x, y], given.place);
  const parts = new Map<string, Value>([
    ['data', x],
    ['target', y],
  ]);
  return { kind: 'thing', type: 'bunch', given, parts };
}

/** `train_test_split(x, y, test_size=0.2)`: two parts of each. */
function divide(machine: Machine, given: Given): Value {
  const { state } = machine;
  const isShuffled = pickTruth(given, 'shuffle') !== false;
  const split: Split = {
    place: given.place,
    parts: 2,
    share: pickNumber(given, 'test_size'),
    kind: 'holdout',
    folds: null,
    seed: pickNumber(given, 'random_state'),
  };
  state.emit({ ...state.happened(given.place), kind: 'split', split, inputs: given.positional });
  // One part of all arrays is the same rows.
  const parts = given.positional.flatMap((each) => {
    const own =
      listData(each)[0] ?? (each.kind === 'unknown' ? dataOf(machine, each) : makeData(state.nextData()));
    return [0, 1].map((part) => {
      const data: Data = {
        ...own,
        id: state.nextData(),
        parent: own,
        split,
        part,
        isShuffled: isShuffled || own.isShuffled,
        sortedAt: isShuffled ? null : own.sortedAt,
      };
      const form = each.kind === 'quantity' ? { rank: each.rank, isColumn: each.isColumn } : {};
      return makeOf({ kind: 'data', data }, given.place, state.run, form);
    });
  });
  return makeSeveral(parts, given.place);
}
