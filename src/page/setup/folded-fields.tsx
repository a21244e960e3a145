import parameters from 'virtual:folded-parameters';
import type { ParameterName } from '../../recipe/parameters.ts';
import { FieldList } from './field.tsx';
import type { FormProps } from './form.ts';

/** Fields that are folded away, whose descriptions are loaded when the first part is opened. */
export function FoldedFields({ names, ...form }: FormProps & { names: readonly ParameterName[] }) {
  return <FieldList infos={parameters.filter(({ name }) => names.includes(name))} {...form} />;
}
