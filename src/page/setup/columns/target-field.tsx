import type { ColumnProfile } from '../../../data/profile.ts';
import type { Faults } from '../../run/faults.ts';
import type { Setup } from '../setup.ts';
import { FaultLine } from '../ways-out.tsx';
import { showName } from './describe-column.ts';
import { fitLoss } from './fit-loss.ts';

interface TargetFieldProps {
  readonly columns: readonly ColumnProfile[];
  readonly target: string | null;
  readonly setup: Setup;
  readonly faults: Faults;
  readonly onChange: (change: Partial<Setup>) => void;
}

/** The choice of the column to predict, and what keeps it from being predicted. */
export function TargetField({ columns, target, setup, faults, onChange }: TargetFieldProps) {
  // A link may name a column that there is not.
  const isUnknown = target !== null && columns.every(({ name }) => name !== target);
  const told = [
    ...(faults.fields.target ?? []).map((message) => ({ message, ways: [] })),
    ...(faults.columns.get(target ?? '') ?? []),
  ];
  const take = (name: string) => {
    const { [name]: _, ...dates } = setup.dates;
    const column = columns.find((each) => each.name === name);
    const fields = column === undefined ? setup.fields : fitLoss(setup, column);
    onChange({ target: name, ignored: setup.ignored.filter((other) => other !== name), dates, fields });
  };
  return (
    <div class="field" data-wrong={told.length > 0} tabIndex={-1}>
      <label for="field-target">target</label>
      <select
        id="field-target"
        value={target ?? ''}
        aria-describedby="target-hint"
        aria-invalid={told.length > 0}
        onChange={(event) => take(event.currentTarget.value)}
      >
        {isUnknown && <option value={target}>{target}</option>}
        {columns.map(({ name }) => (
          <option key={name} value={name}>
            {showName(name)}
          </option>
        ))}
      </select>
      {told.map((each) => (
        <FaultLine key={each.message} told={each} {...{ setup, onChange }} isAlert />
      ))}
      <p class="hint" id="target-hint">
        The column that the network learns to predict from the others.
      </p>
    </div>
  );
}
