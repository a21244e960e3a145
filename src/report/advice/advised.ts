import type { Next } from '../../recipe/next.ts';
import type { AskedRecipe } from '../../recipe/schema.ts';
import type { Comparison, Test } from '../comparison.ts';
import type { Finding } from '../findings/finding.ts';
import type { Choice, LambdaReport, Nested, Reference, Stopping } from '../schema.ts';
import type { Setting } from '../verdict/contrast.ts';
import type { Candidate } from '../verdict/judge.ts';

/** Everything that advice looks at. */
export interface Advised {
  readonly recipe: AskedRecipe;
  /** Rows of the data set. */
  readonly rows: number;
  readonly test: Test;
  readonly choice: Choice;
  readonly nested: Nested | null;
  readonly lambdas: readonly LambdaReport[];
  /** The same lambdas as the verdict sees them. */
  readonly tried: readonly Candidate[];
  readonly setting: Setting;
  readonly findings: readonly Finding[];
  readonly references: readonly Pick<Reference, 'name' | 'comparison'>[];
  readonly stopping: Pick<Stopping, 'baseline'>;
}

/** What to do for a goal. */
export interface Step {
  readonly sentence: string;
  readonly next: Next | Finding['next'];
  /** The epoch to stop at, where it is not the recipe's. */
  readonly epoch?: number;
}

/** The report of a lambda. */
export function reportOf(
  { lambdas }: Advised,
  lambda: number | null,
): Advised['lambdas'][number] | undefined {
  return lambdas.find((candidate) => candidate.lambda === lambda);
}

/** What was judged about the choice: the choosing itself, where inner folds chose; undefined if nothing was. */
export function findVerdict({ nested, ...advised }: Advised, lambda: number | null): Comparison | undefined {
  const chosen = nested?.comparison;
  if (chosen && chosen.verdict !== 'not tested') return chosen;
  return reportOf({ nested, ...advised }, lambda)?.comparison ?? undefined;
}

/** The lambdas compared that were tested. */
export function countTested({ lambdas }: Advised): number {
  return lambdas.filter(({ comparison }) => comparison !== null && comparison.verdict !== 'not tested')
    .length;
}
