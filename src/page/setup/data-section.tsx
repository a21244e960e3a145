import { useEffect, useId, useState } from 'preact/hooks';
import type { ParameterInfo } from '../../compare/describe-parameters.ts';
import type { BuiltInInfo } from '../../data/built-in.ts';
import type { ColumnProfile } from '../../data/profile.ts';
import type { Faults } from '../run/faults.ts';
import { ColumnTable } from './column-table.tsx';
import { Field } from './field.tsx';
import { hasField, isRelevant } from './fields.ts';
import { Folded } from './folded.tsx';
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
  // Another data set has other columns.
  const take = (source: Source) => onChange({ source, target: null, ignored: [] });
  const takeFile = async (file: File) => take({ kind: 'csv', text: await file.text(), fileName: file.name });
  return (
    <section aria-labelledby="data-title" class="data">
      <h2 id="data-title">Data</h2>
      <DropZone onFile={takeFile} />
      <Paste onText={(text) => take({ kind: 'csv', text, fileName: 'pasted.csv' })} />
      <BuiltIn datasets={datasets} source={setup.source} onChange={take} />
      <SourceLine setup={setup} preview={preview} />
      {faults.data.map((fault) => (
        <p key={fault} class="fault" role="alert">
          {fault}
        </p>
      ))}
      {preview.state === 'read' && (
        <Target
          columns={preview.preview.profile.columns}
          target={setup.target ?? preview.preview.target}
          faults={faults.fields.target ?? []}
          onChange={(target) =>
            onChange({ target, ignored: setup.ignored.filter((name) => name !== target) })
          }
        />
      )}
      {preview.state === 'read' && (
        <ColumnTable
          profile={preview.preview.profile}
          target={setup.target ?? preview.preview.target}
          ignored={setup.ignored}
          missing={setup.fields.missing || 'refuse'}
          faults={faults}
          onIgnored={(ignored) => onChange({ ignored })}
        />
      )}
      <ReadingFields {...{ parameters, setup, preview, faults, onChange }} />
    </section>
  );
}

/** How a file is read, and what becomes of its gaps. */
function ReadingFields({ parameters, setup, preview, faults, onChange }: Omit<DataSectionProps, 'datasets'>) {
  const { fields } = setup;
  const infos = parameters.filter(
    ({ name, path }) => path.startsWith('data.') && hasField(name) && isRelevant(name, listChoices(setup)),
  );
  const hasGaps =
    preview.state === 'read' && preview.preview.profile.columns.some(({ missing }) => missing > 0);
  const isOpen = hasGaps || infos.some(({ name }) => needsSight(name, fields, faults));
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

function DropZone({ onFile }: { onFile: (file: File) => void }) {
  const [isOver, setOver] = useState(false);
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (file !== undefined) onFile(file);
  };
  return (
    <label
      class="drop"
      data-over={isOver}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer?.files);
      }}
    >
      <span>CSV file: choose it, or drop it here</span>
      <input
        type="file"
        accept=".csv,.tsv,.txt,text/csv"
        onChange={(event) => {
          take(event.currentTarget.files);
          // So that the same file, mended, can be chosen again.
          event.currentTarget.value = '';
        }}
      />
    </label>
  );
}

const PAUSE_MS = 400;

function Paste({ onText }: { onText: (text: string) => void }) {
  const [text, setText] = useState('');
  const id = useId();
  useEffect(() => {
    if (text.trim() === '') return;
    const timer = setTimeout(() => onText(text), PAUSE_MS);
    return () => clearTimeout(timer);
    // The text alone says that there is something new.
  }, [text]);
  return (
    <details>
      <summary>Paste a table</summary>
      <label for={id}>CSV with a header line</label>
      <textarea
        id={id}
        rows={6}
        spellcheck={false}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
    </details>
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
  const names = datasets.length === 0 && name !== '' ? [name] : datasets.map((candidate) => candidate.name);
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
        {info === undefined ? '' : [info.title, info.note].filter(Boolean).join('. ')}
      </p>
    </div>
  );
}

function Target({
  columns,
  target,
  faults,
  onChange,
}: {
  columns: readonly ColumnProfile[];
  target: string | null;
  faults: readonly string[];
  onChange: (name: string) => void;
}) {
  return (
    <div class="field" data-wrong={faults.length > 0}>
      <label for="field-target">target</label>
      <select
        id="field-target"
        value={target ?? ''}
        aria-describedby="target-hint"
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {columns.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
      <p class="hint" id="target-hint">
        The column that the network learns to predict from the others.
      </p>
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
