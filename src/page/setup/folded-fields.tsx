import parameters from 'virtual:folded-parameters';
import type { ParameterName } from '../../recipe/parameters.ts';
import { Field } from './field.tsx';
import type { FormProps } from './form.ts';

/** Fields that are folded away, whose descriptions are loaded when the first part is opened. */
export function FoldedFields({
  names,
  fields,
  faults,
  onFields,
}: FormProps & { names: readonly ParameterName[] }) {
  return (
    <div class="fields">
      {parameters
        .filter(({ name }) => names.includes(name))
        .map((info) => (
          <Field
            key={info.name}
            info={info}
            text={fields[info.name] ?? ''}
            faults={faults.fields[info.name] ?? []}
            onChange={(text) => onFields({ ...fields, [info.name]: text })}
          />
        ))}
    </div>
  );
}
