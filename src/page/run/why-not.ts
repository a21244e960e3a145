import type { ParameterName } from '../../recipe/parameters.ts';
import { nameInWords } from '../setup/fields.ts';
import type { Setup } from '../setup/setup.ts';
import type { PlanState } from '../setup/use-plan.ts';
import type { PreviewState } from '../setup/use-preview.ts';
import { type Faults, hasFaults } from './faults.ts';

interface Situation {
  readonly setup: Pick<Setup, 'source'>;
  readonly preview: PreviewState;
  readonly planned: PlanState;
  readonly faults: Faults;
}

/** Why nothing can be compared, as it stands beside the button; null where it can, or where it soon can. */
export function explainWhyNot({ setup, preview, planned, faults }: Situation): string | null {
  if (setup.source === null) return 'Choose the file that this recipe is for.';
  if (preview.state === 'reading') return 'Reading the data ...';
  if (!hasFaults(faults)) return planned.state === 'none' ? 'Choose data and a target.' : null;
  const [field] = Object.entries(faults.fields) as [ParameterName, readonly string[]][];
  if (field !== undefined) return `${nameInWords(field[0])}: ${field[1][0]}`;
  const [column] = faults.columns;
  if (column !== undefined) return `column ${column[0]}: ${column[1][0].message}`;
  // What belongs nowhere else stands in full beside the button already.
  return faults.data[0]?.message ?? 'See what is marked.';
}
