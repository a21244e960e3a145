import type { Dataset } from '../../data/dataset.ts';
import type { Pair } from '../../data/split.ts';
import { mean } from '../../math/mean.ts';
import type { AskedRecipe } from '../../recipe/schema.ts';
import type { PairFacts } from '../../training/facts.ts';
import type { Trial } from '../../training/trial.ts';
import type { Test } from '../comparison.ts';
import type { Copies } from '../copies.ts';
import type { Choice, LambdaReport, Reference, Stopping } from '../schema.ts';
import { summarizeMeasures } from '../summarize.ts';
import type { TestDesign } from '../verdict/test-design.ts';
import type { Finding } from './finding.ts';

/** One lambda: what the report says about it, and its trials, one for each pair. */
export interface TriedLambda {
  readonly report: LambdaReport;
  readonly trials: readonly Trial[];
}

/** Says what there is to say about the rows and columns of a table. */
export type FindInTable = (observed: Observed) => Finding[];

/** Everything that a finding can look at. */
export interface Observed {
  readonly recipe: AskedRecipe;
  readonly dataset: Dataset;
  readonly pairs: readonly Pair[];
  /** Rows with copies on the other side of a split; null without any. */
  readonly copies: Copies | null;
  /** For each pair and feature, validation cells with a category that no training row has. */
  readonly unseen: readonly ReadonlyMap<string, number>[];
  readonly facts: readonly PairFacts[];
  readonly lambdas: readonly TriedLambda[];
  readonly test: Test;
  readonly testDesign: TestDesign;
  readonly choice: Choice;
  readonly stopping: Stopping;
  readonly references: readonly Reference[];
}

/** The data loss on the training rows of predicting the mean of the target, averaged over the pairs. */
export function averageMeanLoss(facts: readonly PairFacts[]): number {
  return mean(facts.map(({ meanLoss }) => meanLoss));
}

/** How much predictions vary relative to the target, averaged over the pairs; null if a pair has no value. */
export function averageSpread({ trials }: { readonly trials: readonly Trial[] }): number | null {
  return summarizeMeasures(trials.map(({ spread }) => spread)).mean;
}
