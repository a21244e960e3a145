import type { Setup } from './setup.ts';
import type { PreviewState } from './use-preview.ts';
import { WaysOut } from './ways-out.tsx';

interface SourceLineProps {
  readonly setup: Setup;
  readonly preview: PreviewState;
  readonly onChange: (change: Partial<Setup>) => void;
}

/** What the data set is, and how its text was taken apart. */
export function SourceLine({ setup, preview, onChange }: SourceLineProps) {
  const { source, target } = setup;
  const what = source?.kind === 'csv' ? source.fileName : source?.name;
  const read = preview.state === 'read' ? preview.preview : undefined;
  const text = () => {
    switch (preview.state) {
      case 'none':
        return `The recipe is here, but not its data${target === null ? '' : ` (target ${target})`}: choose the file.`;
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
    <>
      <p role="status" class="source">
        {text()}
        {read && ` ${read.said.join(' ')}`}
      </p>
      {read?.profile.format?.hasHeader === false && <WaysOut ways={NAMED} {...{ setup, onChange }} />}
    </>
  );
}

/** What mends a file whose line of names was taken for data. */
const NAMED = [{ data: { header: true } }];
