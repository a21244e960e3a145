import type { ColumnProfile, TableProfile } from '../../data/profile.ts';
import { formatNumber } from '../format.ts';
import type { Faults } from '../run/faults.ts';
import { ScrollRegion } from '../scroll-region.tsx';

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
  return (
    <ScrollRegion label="Columns of the data set">
      <table>
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
            const wrong = isIgnored ? [] : listFaults(column, isTarget, missing, faults);
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
                  {name}
                  {isTarget && <span class="tag">target</span>}
                  {wrong.map((fault) => (
                    <p key={fault} class="fault">
                      {fault}
                    </p>
                  ))}
                </th>
                <td>
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
  );
}

function describeValues({
  kind,
  minimum,
  maximum,
  mean,
  constant,
  distinct,
  examples,
}: ColumnProfile): string {
  if (kind === 'number') {
    if (minimum === null) return 'nothing';
    if (constant) return `number, always ${formatNumber(minimum)}`;
    return `number, ${formatNumber(minimum)} to ${formatNumber(maximum)}, mean ${formatNumber(mean)}`;
  }
  const more = distinct > examples.length ? ', ...' : '';
  return `text, ${distinct > 1000 ? 'over 1000' : distinct} values: ${examples.join(', ')}${more}`;
}

function listFaults(
  { name, missing: count, fault, constant }: ColumnProfile,
  isTarget: boolean,
  missing: string,
  faults: Faults,
): string[] {
  const told = faults.columns.get(name) ?? [];
  // The target is read by other rules than a feature, and the plan speaks of it.
  if (isTarget) return [...told];
  const found: string[] = [];
  if (fault !== null) found.push(`${fault.message}: untick Use to leave it out`);
  else if (count > 0 && missing === 'refuse') {
    found.push(`${count} ${count === 1 ? 'value is' : 'values are'} missing: choose below how to treat them`);
  } else found.push(...told);
  if (constant && fault === null) found.push('constant: it can teach the network nothing');
  return found;
}
