import type { ParameterInfo } from '../../recipe/describe.ts';
import { PARAMETER_NAMES, pathOf } from '../../recipe/parameters.ts';
import { FieldList } from './field.tsx';
import { COMMON, type Fields, hasField, isRelevant } from './fields.ts';
import { Folded } from './folded.tsx';
import type { FormProps } from './form.ts';

interface RecipeSectionProps extends FormProps {
  /** Those that are always shown. */
  readonly parameters: readonly ParameterInfo[];
  /** The fields, and `dataset` where a built-in set is chosen. */
  readonly choices: Fields;
}

/** The folded parts of the form, each with the fields of one part of the recipe. */
const PARTS: readonly { readonly title: string; readonly paths: readonly string[] }[] = [
  { title: 'Penalty', paths: ['penalty.'] },
  { title: 'Network and loss', paths: ['network.', 'loss', 'huberDelta', 'standardize.'] },
  { title: 'Optimizer and training', paths: ['optimizer.', 'training.'] },
  { title: 'Splits', paths: ['split.'] },
  { title: 'Verdict', paths: ['compare.'] },
  { title: 'Thresholds of the findings', paths: ['thresholds.'] },
  { title: 'Engine and seed', paths: ['engine', 'arithmetic', 'seed'] },
];

/** The form of the recipe: the common fields visible, the rest folded; every field comes from the recipe's schema. */
export function RecipeSection({ parameters, choices, ...form }: RecipeSectionProps) {
  const folded = PARAMETER_NAMES.filter(
    (name) => hasField(name) && isRelevant(name, choices) && !COMMON.includes(name),
  );
  return (
    <section aria-labelledby="recipe-title">
      <h2 id="recipe-title">Recipe</h2>
      <FieldList
        infos={COMMON.flatMap((name) => parameters.find((info) => info.name === name) ?? [])}
        {...form}
      />
      {PARTS.map(({ title, paths }) => {
        const belongs = (path: string) =>
          paths.some((start) => path === start || (start.endsWith('.') && path.startsWith(start)));
        return (
          <Folded
            key={title}
            title={title}
            names={folded.filter((name) => belongs(pathOf(name)))}
            {...form}
          />
        );
      })}
    </section>
  );
}
