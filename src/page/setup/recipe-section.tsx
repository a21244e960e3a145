import type { ParameterInfo } from '../../recipe/describe.ts';
import type { ParameterName } from '../../recipe/parameters.ts';
import type { Faults } from '../run/faults.ts';
import { Field } from './field.tsx';
import { COMMON, type Fields, hasField, isRelevant } from './fields.ts';
import { Folded } from './folded.tsx';

interface RecipeSectionProps {
  readonly parameters: readonly ParameterInfo[];
  readonly fields: Fields;
  /** The fields, and `dataset` where a built-in set is chosen. */
  readonly choices: Fields;
  readonly faults: Faults;
  readonly onChange: (fields: Fields) => void;
}

/** The folded parts of the form, each with the fields of one part of the recipe. */
const PARTS: readonly { readonly title: string; readonly paths: readonly string[] }[] = [
  { title: 'Penalty', paths: ['penalty.'] },
  { title: 'Network and loss', paths: ['network.', 'loss', 'huberDelta', 'standardize.'] },
  { title: 'Optimizer and training', paths: ['optimizer.', 'training.'] },
  { title: 'Splits', paths: ['split.'] },
  { title: 'Verdict', paths: ['compare.'] },
  { title: 'Thresholds of the findings', paths: ['thresholds.'] },
  { title: 'Engine and seed', paths: ['engine', 'seed'] },
];

/** The form of the recipe: the common fields visible, the rest folded; every field comes from the recipe's schema. */
export function RecipeSection({ parameters, fields, choices, faults, onChange }: RecipeSectionProps) {
  const shown = parameters.filter(({ name }) => hasField(name) && isRelevant(name, choices));
  const common = COMMON.flatMap((name) => shown.find((info) => info.name === name) ?? []);
  const rest = shown.filter(({ name }) => !COMMON.includes(name));
  const show = (info: ParameterInfo) => (
    <Field
      key={info.name}
      info={info}
      text={fields[info.name] ?? ''}
      faults={faults.fields[info.name] ?? []}
      onChange={(text) => onChange({ ...fields, [info.name]: text })}
    />
  );
  return (
    <section aria-labelledby="recipe-title">
      <h2 id="recipe-title">Recipe</h2>
      <div class="fields">{common.map(show)}</div>
      {PARTS.map(({ title, paths }) => {
        const infos = rest.filter(({ path }) =>
          paths.some((start) => path === start || (start.endsWith('.') && path.startsWith(start))),
        );
        const isOpen = infos.some(({ name }) => needsSight(name, fields, faults));
        return (
          <Folded key={title} title={title} isOpen={isOpen}>
            {infos.map(show)}
          </Folded>
        );
      })}
    </section>
  );
}

/** Whether a field must be visible: it has a value, or a fault. */
export function needsSight(name: ParameterName, fields: Fields, faults: Faults): boolean {
  return (fields[name] ?? '') !== '' || faults.fields[name] !== undefined;
}
