import type { BuiltInInfo } from '../../data/built-in.ts';
import type { Source } from './setup.ts';

interface BuiltInFieldProps {
  readonly datasets: readonly BuiltInInfo[];
  readonly source: Source | null;
  readonly onChange: (source: Source) => void;
}

/** The choice of a built-in data set. */
export function BuiltInField({ datasets, source, onChange }: BuiltInFieldProps) {
  const name = source?.kind === 'built-in' ? source.name : '';
  const info = datasets.find((candidate) => candidate.name === name);
  // Before the list is there, and where a link names a set that there is not.
  const isUnlisted = name !== '' && info === undefined;
  const names = [...(isUnlisted ? [name] : []), ...datasets.map((candidate) => candidate.name)];
  return (
    <div class="field">
      <label for="field-dataset">or a built-in set</label>
      <select
        id="field-dataset"
        value={name}
        aria-describedby="dataset-hint"
        onChange={({ currentTarget: { value } }) =>
          value !== '' && onChange({ kind: 'built-in', name: value })
        }
      >
        {name === '' && <option value="">none: your own data</option>}
        {names.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
      <p class="hint" id="dataset-hint">
        {info && [info.title, info.note].filter(Boolean).join('. ')}
      </p>
    </div>
  );
}
