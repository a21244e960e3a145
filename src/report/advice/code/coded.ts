import type { AskedRecipe } from '../../../recipe/schema.ts';

/** What code needs to penalise as absum did. */
export interface Coded {
  readonly recipe: Pick<
    AskedRecipe,
    'loss' | 'huberDelta' | 'optimizer' | 'training' | 'penalty' | 'standardize'
  >;
  readonly lambda: number;
  /** Epochs to train for. */
  readonly epochs: number;
  /** Number of penalised parameters, by which lambda is divided with scale "mean". */
  readonly count: number;
}

/** The comment on top: under what conditions lambda means the same. */
export function explainConditions({ recipe }: Coded): string[] {
  const { features, target } = recipe.standardize;
  const scaled = [
    ...(features ? ['features'] : []),
    ...(target && recipe.loss !== 'cross-entropy' ? ['target'] : []),
  ];
  return [
    '# objective = mean loss over the rows of a batch + penalty, as absum compared it.',
    ...(scaled.length === 0
      ? []
      : [
          `# Bring ${scaled.join(' and ')} to mean 0 and standard deviation 1 on the training rows first:`,
          '# lambda means the same only then.',
        ]),
  ];
}

/** A number as Python reads a float. */
export function writeFloat(value: number): string {
  const text = String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}
