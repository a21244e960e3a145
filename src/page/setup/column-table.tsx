import type { ColumnProfile, TableProfile } from '../../data/profile.ts';
import { listFirst } from '../../words/lists.ts';
import type { Faults } from '../run/faults.ts';
import { ScrollRegion } from '../scroll-region.tsx';
import { describeValues, listDoubts, listFaults } from './describe-column.ts';

interface ColumnTableProps {
  readonly profile: TableProfile;
  readonly target: string | null;
  readonly ignored: readonly string[];
  /** The rule for missing values. */
  readonly missing: string;
  readonly faults: Faults;
  readonly onIgnored: (names: readonly string[]) => void;
}

/** Values shown as they stand in the first rows. */
const ROWS_SHOWN = 5;

/** Columns named at most as still to be settled. */
const MOST_NAMED = 5;

/** More columns than one reads; the rest is taken all the same. */
const MOST_SHOWN = 200;

/** The columns of the data set, one a line: what is in each, what is wrong with it, what part it plays. */
export function ColumnTable({ profile, target, ignored, missing, faults, onIgnored }: ColumnTableProps) {
  const { columns, head } = profile;
  const shown = columns.slice(0, MOST_SHOWN);
  const findFaults = (column: ColumnProfile) => {
    const { name } = column;
    if (ignored.includes(name)) return [];
    return listFaults(column, name === target, missing, faults.columns.get(name) ?? []);
  };
  const wrongNames = columns.filter((column) => findFaults(column).length > 0).map(({ name }) => name);
  return (
    <>
      {wrongNames.length > 0 && (
        <p class="fault" role="alert">
          Needs attention: {listFirst(wrongNames, MOST_NAMED)}.
        </p>
      )}
      <ScrollRegion label="Columns of the data set">
        <table class="columns" aria-label="Columns of the data set">
          <thead>
            <tr>
              <th scope="col">Use</th>
              <th scope="col">Column</th>
              <th scope="col">What is in it</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((column, c) => {
              const { name } = column;
              const isIgnored = ignored.includes(name);
              return (
                <ColumnRow
                  key={name}
                  column={column}
                  examples={head.slice(0, ROWS_SHOWN).map((row) => row[c] ?? '–')}
                  isTarget={name === target}
                  isIgnored={isIgnored}
                  faults={findFaults(column)}
                  doubts={isIgnored ? [] : listDoubts(column, profile.rows, name === target)}
                  onUse={() =>
                    onIgnored(isIgnored ? ignored.filter((other) => other !== name) : [...ignored, name])
                  }
                />
              );
            })}
          </tbody>
        </table>
        {columns.length > MOST_SHOWN && <p>{columns.length - MOST_SHOWN} more columns are not shown.</p>}
      </ScrollRegion>
    </>
  );
}

interface ColumnRowProps {
  readonly column: ColumnProfile;
  /** Values of the first rows. */
  readonly examples: readonly (string | number)[];
  readonly isTarget: boolean;
  readonly isIgnored: boolean;
  readonly faults: readonly string[];
  readonly doubts: readonly string[];
  /** Called when the column is to be used, or to be left out again. */
  readonly onUse: () => void;
}

function ColumnRow({ column, examples, isTarget, isIgnored, faults, doubts, onUse }: ColumnRowProps) {
  const { name, missing } = column;
  return (
    <tr data-wrong={faults.length > 0} data-ignored={isIgnored}>
      <td>
        <input
          type="checkbox"
          checked={!isIgnored}
          disabled={isTarget}
          aria-label={`Use ${name}`}
          onChange={onUse}
        />
      </td>
      <th scope="row">
        {name} {isTarget && <span class="tag">target</span>}
      </th>
      <td>
        {faults.map((fault) => (
          <p key={fault} class="fault">
            {fault}
          </p>
        ))}
        {doubts.map((doubt) => (
          <p key={doubt} class="doubt">
            {doubt}
          </p>
        ))}
        {describeValues(column)}
        {missing > 0 && <div>{missing} missing</div>}
        <div class="examples">{examples.join(', ')}, ...</div>
      </td>
    </tr>
  );
}
