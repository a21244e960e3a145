import type { Pair } from '../../data/split.ts';
import type { AskedRecipe } from '../../recipe/schema.ts';
import type { PairFacts } from '../../training/facts.ts';
import type { Cell } from '../../training/run-pair.ts';
import type { Choice, LambdaReport, Test } from '../schema.ts';
import type { TestDesign } from '../verdict/test-design.ts';

/** One lambda: what the report says of it, and its trials, one for each pair. */
export interface ObservedLambda {
  readonly report: LambdaReport;
  readonly cells: readonly Cell[];
}

/** All that a finding can look at. */
export interface Observed {
  readonly recipe: AskedRecipe;
  readonly pairs: readonly Pair[];
  readonly facts: readonly PairFacts[];
  readonly lambdas: readonly ObservedLambda[];
  readonly test: Test;
  readonly testDesign: TestDesign;
  readonly choice: Choice;
}
