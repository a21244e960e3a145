import type { ParameterInfo } from '../../recipe/describe.ts';
import type { Faults } from '../run/faults.ts';
import { Field } from './field.tsx';
import { hasField, isRelevant } from './fields.ts';
import { Folded } from './folded.tsx';
import { needsSight } from './recipe-section.tsx';
import { listChoices, type Setup } from './setup.ts';
import type { PreviewState } from './use-preview.ts';

interface ReadingFieldsProps {
  readonly parameters: readonly ParameterInfo[];
  readonly setup: Setup;
  readonly preview: PreviewState;
  readonly faults: Faults;
  readonly onChange: (change: Partial<Setup>) => void;
}

/** How a file is read, and how its missing values are treated. */
export function ReadingFields({ parameters, setup, preview, faults, onChange }: ReadingFieldsProps) {
  const { fields } = setup;
  const infos = parameters.filter(
    ({ name, path }) => path.startsWith('data.') && hasField(name) && isRelevant(name, listChoices(setup)),
  );
  const isAsking =
    preview.state === 'read' && preview.preview.profile.columns.some(({ missing }) => missing > 0);
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
