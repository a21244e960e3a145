import { AbsumError, describeValue, errorAt } from '../errors.ts';
import { MAX_CATEGORIES, readColumn, readNumbers } from './columns.ts';
import { type RoleChoice, writeIssue } from './roles.ts';
import { placeOfCell, type Table } from './table.ts';

export type Task = 'regression' | 'classification';

export type Target =
  | { readonly task: 'regression'; readonly name: string; readonly values: Float64Array }
  | {
      readonly task: 'classification';
      readonly name: string;
      /** In ascending order: by value if all are numbers, else by UTF-16 code unit. */
      readonly classes: readonly string[];
      /** For each row, the position of its class in `classes`. */
      readonly labels: Int32Array;
    };

/** More different numbers than this are measured, not names of classes; digits have ten. */
const MAX_NUMBERED_CLASSES = 20;

/**
 * Types the target column over the rows kept, none of which has a missing target.
 *
 * @throws AbsumError `invalid-data` for text in a regression target, a number beyond the range of
 *   float32, fewer than 2 classes, more than MAX_CATEGORIES, or more than MAX_NUMBERED_CLASSES that are numbers
 */
export function buildTarget(
  table: Table,
  column: number,
  kept: Int32Array,
  options: RoleChoice & { readonly task: Task },
): Target {
  const name = table.columns[column];
  if (options.task === 'classification') return buildClasses(table, column, kept);
  const row = table.rows.findIndex((cells) => typeof cells[column] === 'string');
  if (row === -1) return { task: 'regression', name, values: readNumbers(table, kept, column) };
  const fault = table.faults[column];
  const toClasses = { loss: 'cross-entropy' };
  if (fault !== null && table.readings[column].reading !== 'identifier') {
    const { ways = [], ...issue } = writeIssue(table, column, fault, options);
    // A target is neither left out nor made of categories.
    const fit = ways.filter(
      ({ data }) => !Object.keys(data as object).some((key) => /ignore|categories/.test(key)),
    );
    throw new AbsumError('invalid-data', [{ ...issue, ways: [...fit, toClasses] }]);
  }
  const got = describeValue(table.rows[row][column]);
  const message = `expected a number in a regression target, got ${got}`;
  throw errorAt('invalid-data', placeOfCell(table, row, column), message, [toClasses]);
}

function buildClasses(table: Table, column: number, kept: Int32Array): Target {
  const name = table.columns[column];
  const cells = readColumn(table, kept, column);
  const classes = [...new Set(cells.map(String))];
  const areNumbers = cells.every((cell) => typeof cell === 'number');
  if (areNumbers) classes.sort((a, b) => Number(a) - Number(b));
  else classes.sort();
  const place = `data, column ${describeValue(name)}`;
  if (classes.length < 2) {
    throw errorAt(
      'invalid-data',
      place,
      `expected at least 2 classes, got only ${describeValue(classes[0])}`,
    );
  }
  const most = areNumbers ? MAX_NUMBERED_CLASSES : MAX_CATEGORIES;
  if (classes.length > most) {
    const what = areNumbers ? 'numbers as classes' : 'classes';
    const message = `expected at most ${most} ${what}, got ${classes.length}`;
    throw errorAt('invalid-data', place, message, areNumbers ? [{ loss: 'mse' }] : []);
  }
  const positions = new Map(classes.map((label, position) => [label, position]));
  const labels = Int32Array.from(cells, (cell) => positions.get(String(cell)) ?? -1);
  return { task: 'classification', name, classes, labels };
}
