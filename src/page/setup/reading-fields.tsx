import { PARAMETER_NAMES, pathOf } from '../../recipe/parameters.ts';
import type { Faults } from '../run/faults.ts';
import { hasField, isRelevant } from './fields.ts';
import { Folded } from './folded.tsx';
import { listChoices, type Setup } from './setup.ts';
import type { PreviewState } from './use-preview.ts';

interface ReadingFieldsProps {
  readonly setup: Setup;
  readonly preview: PreviewState;
  readonly faults: Faults;
  readonly onChange: (change: Partial<Setup>) => void;
}

/** How a file is read, and how its missing values are treated. */
export function ReadingFields({ setup, preview, faults, onChange }: ReadingFieldsProps) {
  const choices = listChoices(setup);
  const names = PARAMETER_NAMES.filter(
    (name) => pathOf(name).startsWith('data.') && hasField(name) && isRelevant(name, choices),
  );
  const hasGaps =
    preview.state === 'read' && preview.preview.profile.columns.some(({ missing }) => missing > 0);
  return (
    <Folded
      title="How it is read"
      names={names}
      isAsking={hasGaps}
      fields={setup.fields}
      faults={faults}
      onFields={(fields) => onChange({ fields })}
    />
  );
}
