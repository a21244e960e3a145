import type { BuiltInInfo } from '../../data/built-in.ts';
import type { Faults } from '../run/faults.ts';
import type { OpenedReport } from '../runs/open-report.ts';
import { BuiltInField } from './built-in-field.tsx';
import { ChooseFile } from './choose-file.tsx';
import { ColumnTable } from './columns/column-table.tsx';
import { predictNumbers } from './columns/fit-loss.ts';
import { TargetField } from './columns/target-field.tsx';
import { Paste } from './paste.tsx';
import { readReport } from './read-file.ts';
import { ReadingFields } from './reading-fields.tsx';
import { changeSource, type Setup, type SetupChange, type Source } from './setup.ts';
import { SourceLine } from './source-line.tsx';
import type { PreviewState } from './use-preview.ts';
import { FaultLine } from './ways-out.tsx';

interface DataSectionProps {
  readonly setup: Setup;
  readonly datasets: readonly BuiltInInfo[];
  readonly preview: PreviewState;
  readonly faults: Faults;
  readonly onChange: (change: SetupChange) => void;
  /** Opens a report that was brought in place of a table. */
  readonly onReport: (opened: OpenedReport, fileName: string) => void;
}

/** The data set: a file, a pasted table, or a built-in one; how it was read, its columns, and which of them is the target. */
export function DataSection({ setup, datasets, preview, faults, onChange, onReport }: DataSectionProps) {
  const take = (chosen: Source) => onChange((before) => takeSource(before, chosen));
  const { source } = setup;
  const target = preview.state === 'read' ? (setup.target ?? preview.preview.target) : null;
  return (
    <section aria-labelledby="data-title" class="data" tabIndex={-1}>
      <h2 id="data-title">Data</h2>
      <ChooseFile
        source={source}
        onText={(text, fileName) => take({ kind: 'csv', text, fileName })}
        openOther={async (file) => {
          const opened = await readReport(file);
          return opened && (() => onReport(opened, file.name));
        }}
      >
        CSV, Parquet, .xlsx, a saved report
      </ChooseFile>
      <Paste
        isTaken={(text) => source?.kind === 'csv' && source.text === text}
        onText={(text) => take({ kind: 'csv', text, fileName: 'pasted.csv' })}
      />
      <BuiltInField datasets={datasets} source={source} onChange={take} />
      <SourceLine {...{ setup, preview, onChange }} />
      {faults.data.map((told) => (
        <FaultLine key={told.message} told={told} {...{ setup, onChange }} isAlert />
      ))}
      {preview.state === 'read' && (
        <>
          <TargetField columns={preview.preview.profile.columns} {...{ target, setup, faults, onChange }} />
          <ColumnTable profile={preview.preview.profile} {...{ target, setup, faults, onChange }} />
        </>
      )}
      <ReadingFields {...{ setup, preview, faults, onChange }} />
    </section>
  );
}

/** Another data set; what its target asks of the loss is seen once it is read. */
function takeSource(before: Setup, chosen: Source): Partial<Setup> {
  const { fields, ...change } = changeSource(before, chosen);
  return fields === undefined ? change : { ...change, fields: predictNumbers(fields) };
}
