import type { ColumnProfile, TableProfile } from '../../../data/profile.ts';
import { listFirst } from '../../../words/lists.ts';
import type { Faults, Told } from '../../run/faults.ts';
import { ScrollRegion } from '../../scroll-region.tsx';
import type { Setup } from '../setup.ts';
import { FaultLine, WayOfAll, WaysOut } from '../ways-out.tsx';
import {
  describeValues,
  findPart,
  listChosen,
  listDoubts,
  listFaults,
  type Part,
  showName,
  turnUse,
  WAYS_OF_GAPS,
} from './describe-column.ts';

interface ColumnTableProps {
  readonly profile: TableProfile;
  readonly target: string | null;
  readonly setup: Setup;
  readonly faults: Faults;
  readonly onChange: (change: Partial<Setup>) => void;
}

/** Columns named at most as still to be settled. */
const MOST_NAMED = 5;

/** More columns than one reads; the rest is taken all the same. */
const MOST_SHOWN = 200;

/** The columns of the data set, one a line: what each was read as, what is wrong with it, what part it plays. */
export function ColumnTable({ profile, target, setup, faults, onChange }: ColumnTableProps) {
  const { columns } = profile;
  const missing = setup.fields.missing || 'refuse';
  const judged = columns.map((column) => {
    const { name } = column;
    const part = findPart(column, target, setup);
    return { column, part, faults: listFaults(column, part, missing, faults.columns.get(name) ?? []) };
  });
  const wrong = judged.filter((each) => each.faults.length > 0);
  const hasGaps =
    missing === 'refuse' && wrong.some(({ column }) => column.fault === null && column.missing > 0);
  return (
    <>
      {wrong.length > 0 && (
        <p class="fault" role="alert">
          Needs attention:{' '}
          {listFirst(
            wrong.map(({ column }) => showName(column.name)),
            MOST_NAMED,
          )}
          .
        </p>
      )}
      {wrong.length > 1 && (
        <WayOfAll faults={wrong.flatMap((each) => each.faults)} {...{ setup, onChange }} />
      )}
      {hasGaps && (
        <div class="gaps">
          Missing values: <WaysOut ways={WAYS_OF_GAPS} {...{ setup, onChange }} />
        </div>
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
            {judged.slice(0, MOST_SHOWN).map((each) => (
              <ColumnRow key={each.column.name} {...each} {...{ setup, onChange }} />
            ))}
          </tbody>
        </table>
        {columns.length > MOST_SHOWN && <p>{columns.length - MOST_SHOWN} more columns are not shown.</p>}
      </ScrollRegion>
    </>
  );
}

interface ColumnRowProps extends Pick<ColumnTableProps, 'setup' | 'onChange'> {
  readonly column: ColumnProfile;
  readonly part: Part;
  readonly faults: readonly Told[];
}

function ColumnRow({ column, part, faults, setup, onChange }: ColumnRowProps) {
  const { name, reading } = column;
  const isTarget = part === 'target';
  const { isUsed, turn } = turnUse(column, setup);
  const doubts = faults.length > 0 ? [] : listDoubts(column, part);
  const shown = showName(name);
  return (
    <tr tabIndex={-1} data-wrong={faults.length > 0} data-ignored={!isTarget && !isUsed}>
      <td>
        <input
          type="checkbox"
          checked={isTarget || isUsed}
          disabled={isTarget || turn === null}
          aria-label={`Use ${shown}`}
          onChange={() => turn && onChange(turn)}
        />
      </td>
      <th scope="row">
        {shown} {isTarget && <span class="tag">target</span>}
      </th>
      <td>
        {faults.map((told) => (
          <FaultLine key={told.message} told={told} column={name} {...{ setup, onChange }} />
        ))}
        {doubts.map(({ message, ways }) => (
          <>
            <p class="doubt">{message}</p>
            <WaysOut ways={ways} column={name} {...{ setup, onChange }} />
          </>
        ))}
        {listChosen(column, setup).map(({ words, undo }) => (
          <p key={words}>
            {words}{' '}
            <button
              type="button"
              class="small"
              onClick={({ currentTarget }) => {
                currentTarget.closest('tr')?.focus();
                onChange(undo);
              }}
            >
              Undo<span class="unseen">: {shown}</span>
            </button>
          </p>
        ))}
        {describeValues(column)}
        <div class="examples">{reading.samples.join(' · ')}</div>
      </td>
    </tr>
  );
}
