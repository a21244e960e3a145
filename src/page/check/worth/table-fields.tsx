import { useEffect, useState } from 'preact/hooks';
import type { BuiltInInfo } from '../../../data/built-in.ts';
import type { Faults, Told } from '../../run/faults.ts';
import type { LocalEngine } from '../../run/local-engine.ts';
import { ChooseFile } from '../../setup/choose-file.tsx';
import { NO_COLUMNS, type Source } from '../../setup/setup.ts';
import { SourceLine } from '../../setup/source-line.tsx';
import type { PreviewState } from '../../setup/use-preview.ts';
import { FaultLine } from '../../setup/ways-out.tsx';
import { isLoopFile } from '../read-loop-file.ts';
import type { WorthForm } from './form.ts';

interface TableFieldsProps {
  readonly engine: LocalEngine;
  readonly form: WorthForm;
  readonly preview: PreviewState;
  readonly faults: Faults;
  readonly target: string | null;
  readonly onChange: (part: Partial<WorthForm>) => void;
}

/** The table that the loop is trained on, and its target. */
export function TableFields({ engine, form, preview, faults, target, onChange }: TableFieldsProps) {
  const { source } = form;
  const take = (chosen: Source) => onChange({ source: chosen, ...NO_COLUMNS });
  const told: readonly Told[] = [...faults.data, ...[...faults.columns.values()].flat()];
  return (
    <section aria-labelledby="worth-table-title">
      <h3 id="worth-table-title">A table to train on</h3>
      <ChooseFile
        source={source}
        isOurs={({ name }) => !isLoopFile(name)}
        onText={(text, fileName) => take({ kind: 'csv', text, fileName })}
        openOther={async () => null}
      >
        CSV, Parquet, .xlsx
      </ChooseFile>
      <BuiltInChoice engine={engine} source={source} onSource={take} />
      {source !== null && <SourceLine setup={form} preview={preview} onChange={onChange} />}
      {told.map((each) => (
        <FaultLine key={each.message} told={each} setup={form} onChange={onChange} isAlert />
      ))}
      {preview.state === 'read' && (
        <div class="field">
          <label for="worth-target">target</label>
          <select
            id="worth-target"
            value={target ?? ''}
            onChange={({ currentTarget }) => onChange({ target: currentTarget.value })}
          >
            {preview.preview.profile.columns.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
          {faults.fields.target && <p class="fault">{faults.fields.target.join('; ')}</p>}
        </div>
      )}
    </section>
  );
}

interface BuiltInChoiceProps {
  readonly engine: LocalEngine;
  readonly source: Source | null;
  readonly onSource: (source: Source) => void;
}

function BuiltInChoice({ engine, source, onSource }: BuiltInChoiceProps) {
  const [datasets, setDatasets] = useState<readonly BuiltInInfo[]>([]);
  useEffect(() => {
    engine.ask('datasets', {}).then(setDatasets, () => {});
  }, [engine]);
  const name = source?.kind === 'built-in' ? source.name : '';
  const info = datasets.find((each) => each.name === name);
  return (
    <div class="field">
      <label for="worth-dataset">or a built-in set</label>
      <select
        id="worth-dataset"
        value={name}
        onChange={({ currentTarget: { value } }) =>
          value !== '' && onSource({ kind: 'built-in', name: value })
        }
      >
        {name === '' && <option value="">none: your own data</option>}
        {/* Before the list is there. */}
        {name !== '' && info === undefined && <option value={name}>{name}</option>}
        {datasets.map((each) => (
          <option key={each.name} value={each.name}>
            {each.name}
          </option>
        ))}
      </select>
      {info && <p class="hint">{[info.title, info.note].filter(Boolean).join('. ')}</p>}
    </div>
  );
}
