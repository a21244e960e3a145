import type { ColumnProfile, TableProfile } from '../../data/profile.ts';
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
          To be settled: {joinFirst(wrongNames)}.
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
              const isTarget = name === target;
              const isIgnored = ignored.includes(name);
              const wrong = findFaults(column);
              return (
                <tr key={name} data-wrong={wrong.length > 0} data-ignored={isIgnored}>
                  <td>
                    <input
                      type="checkbox"
                      checked={!isIgnored}
                      disabled={isTarget}
                      aria-label={`Use ${name}`}
                      onChange={() =>
                        onIgnored(isIgnored ? ignored.filter((other) => other !== name) : [...ignored, name])
                      }
                    />
                  </td>
                  <th scope="row">
                    {name} {isTarget && <span class="tag">target</span>}
                  </th>
                  <td>
                    {wrong.map((fault) => (
                      <p key={fault} class="fault">
                        {fault}
                      </p>
                    ))}
                    {!isIgnored &&
                      listDoubts(column, profile.rows, isTarget).map((doubt) => (
                        <p key={doubt} class="doubt">
                          {doubt}
                        </p>
                      ))}
                    {describeValues(column)}
                    {column.missing > 0 && <div>{column.missing} missing</div>}
                    <div class="examples">
                      {head
                        .slice(0, ROWS_SHOWN)
                        .map((row) => row[c] ?? '–')
                        .join(', ')}
                      , ...
                    </div>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
        {columns.length > MOST_SHOWN && <p>{columns.length - MOST_SHOWN} more columns are not shown.</p>}
      </ScrollRegion>
    </>
  );
}

const MOST_NAMED = 5;

function joinFirst(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return more <= 0 ? names.join(', ') : `${names.slice(0, MOST_NAMED).join(', ')} and ${more} more`;
}
