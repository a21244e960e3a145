import type { BuiltInInfo } from '../../data/built-in.ts';
import type { ColumnProfile } from '../../data/profile.ts';
import type { ParameterInfo } from '../../recipe/describe.ts';
import type { Faults } from '../run/faults.ts';
import { ChooseFile } from './choose-file.tsx';
import { ColumnTable } from './column-table.tsx';
import { needsDecimal } from './describe-column.ts';
import { Field } from './field.tsx';
import { hasField, isRelevant } from './fields.ts';
import { Folded } from './folded.tsx';
import { Paste } from './paste.tsx';
import { needsSight } from './recipe-section.tsx';
import { listChoices, type Setup, type Source } from './setup.ts';
import type { PreviewState } from './use-preview.ts';

interface DataSectionProps {
  readonly parameters: readonly ParameterInfo[];
  readonly setup: Setup;
  readonly datasets: readonly BuiltInInfo[];
  readonly preview: PreviewState;
  readonly faults: Faults;
  readonly onChange: (change: Partial<Setup>) => void;
}

/** The data set: a file, a pasted table, or a built-in one; its columns, and which of them is the target. */
export function DataSection({ parameters, setup, datasets, preview, faults, onChange }: DataSectionProps) {
  // Another data set has other columns, and is written in its own way.
  const take = (chosen: Source) => {
    const { delimiter, decimal, column: marking, groups, ...kept } = fields;
    onChange({ source: chosen, target: null, ignored: [], fields: kept });
  };
  const { source, fields } = setup;
  const columns = preview.state === 'read' ? preview.preview.profile.columns : [];
  return (
    <section aria-labelledby="data-title" class="data">
      <h2 id="data-title">Data</h2>
      <ChooseFile source={source} onText={(text, fileName) => take({ kind: 'csv', text, fileName })} />
      <Paste
        isTaken={(text) => source?.kind === 'csv' && source.text === text}
        onText={(text) => take({ kind: 'csv', text, fileName: 'pasted.csv' })}
      />
      <BuiltIn datasets={datasets} source={source} onChange={take} />
      <SourceLine setup={setup} preview={preview} />
      {faults.data.map((fault) => (
        <p key={fault} class="fault" role="alert">
          {fault}
        </p>
      ))}
      {preview.state === 'read' && (
        <Target
          columns={columns}
          target={setup.target ?? preview.preview.target}
          isClass={fields.loss === 'cross-entropy'}
          faults={faults.fields.target ?? []}
          onChange={(target) =>
            onChange({ target, ignored: setup.ignored.filter((name) => name !== target) })
          }
          onClass={() => onChange({ fields: { ...fields, loss: 'cross-entropy' } })}
        />
      )}
      {fields.decimal !== ',' && columns.some(({ fault }) => needsDecimal(fault)) && (
        <DecimalHint onTake={() => onChange({ fields: { ...fields, decimal: ',' } })} />
      )}
      {preview.state === 'read' && (
        <ColumnTable
          profile={preview.preview.profile}
          target={setup.target ?? preview.preview.target}
          ignored={setup.ignored}
          missing={fields.missing || 'refuse'}
          faults={faults}
          onIgnored={(ignored) => onChange({ ignored })}
        />
      )}
      <ReadingFields {...{ parameters, setup, preview, faults, onChange }} />
    </section>
  );
}

function DecimalHint({ onTake }: { onTake: () => void }) {
  return (
    <p>
      Its numbers may have a decimal comma.{' '}
      <button type="button" class="small" onClick={onTake}>
        Read them that way
      </button>
    </p>
  );
}

/** How a file is read, and how its missing values are treated. */
function ReadingFields({ parameters, setup, preview, faults, onChange }: Omit<DataSectionProps, 'datasets'>) {
  const { fields } = setup;
  const infos = parameters.filter(
    ({ name, path }) => path.startsWith('data.') && hasField(name) && isRelevant(name, listChoices(setup)),
  );
  const isAsking =
    preview.state === 'read' &&
    preview.preview.profile.columns.some(({ missing, fault }) => missing > 0 || needsDecimal(fault));
  const isOpen = isAsking || infos.some(({ name }) => needsSight(name, fields, faults));
  return (
    <Folded title="How it is read" isOpen={isOpen}>
      {infos.map((info) => (
        <Field
          key={info.name}
          info={info}
          text={fields[info.name] ?? ''}
          faults={faults.fields[info.name] ?? []}
          onChange={(text) => onChange({ fields: { ...fields, [info.name]: text } })}
        />
      ))}
    </Folded>
  );
}

function BuiltIn({
  datasets,
  source,
  onChange,
}: {
  datasets: readonly BuiltInInfo[];
  source: Source | null;
  onChange: (source: Source) => void;
}) {
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

function Target({
  columns,
  target,
  isClass,
  faults,
  onChange,
  onClass,
}: {
  columns: readonly ColumnProfile[];
  target: string | null;
  /** Whether the target is predicted as a class. */
  isClass: boolean;
  faults: readonly string[];
  onChange: (name: string) => void;
  onClass: () => void;
}) {
  // A link may name a column that there is not.
  const isUnknown = target !== null && columns.every(({ name }) => name !== target);
  const hasTexts = columns.some(
    ({ name, kind, fault }) => name === target && kind === 'text' && !needsDecimal(fault),
  );
  return (
    <div class="field" data-wrong={faults.length > 0}>
      <label for="field-target">target</label>
      <select
        id="field-target"
        value={target ?? ''}
        aria-describedby="target-hint"
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {isUnknown && <option value={target}>{target}</option>}
        {columns.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
      <p class="hint" id="target-hint">
        The column that the network learns to predict from the others.
      </p>
      {hasTexts && !isClass && (
        <p>
          It holds texts.{' '}
          <button type="button" class="small" onClick={onClass}>
            Predict it as a class
          </button>
        </p>
      )}
      {faults.map((fault) => (
        <p key={fault} class="fault">
          {fault}
        </p>
      ))}
    </div>
  );
}

function SourceLine({ setup: { source, target }, preview }: { setup: Setup; preview: PreviewState }) {
  const what = source?.kind === 'csv' ? source.fileName : source?.name;
  const text = () => {
    switch (preview.state) {
      case 'none':
        return `This link carries a recipe, not its data${target === null ? '' : ` (target ${target})`}: choose the file.`;
      case 'reading':
        return `Reading ${what} ...`;
      case 'unreadable':
        return `${what} cannot be read.`;
      case 'read': {
        const { rows, columns } = preview.preview.profile;
        return `${what}: ${rows} rows, ${columns.length} columns.`;
      }
    }
  };
  return (
    <p role="status" class="source">
      {text()}
    </p>
  );
}
