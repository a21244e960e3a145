import type { Recipe } from '../recipe/schema.ts';
import type { NestedOutcome } from '../training/nested.ts';
import { sayLambda } from '../words/lambdas.ts';
import type { Nested } from './schema.ts';
import { summarizeValidation } from './summarize.ts';
import { findMostChosen } from './verdict/choose.ts';
import type { Setting } from './verdict/contrast.ts';
import { judgeAgainst } from './verdict/judge.ts';
import { nameBaseline } from './verdict/sentences.ts';
import { describeNoBaseline } from './verdict/test-design.ts';

/**
 * Builds what the report says about the choice by inner folds.
 *
 * @param outcomes one for each pair
 */
export function buildNested(recipe: Recipe, outcomes: readonly NestedOutcome[], setting: Setting): Nested {
  const { measureError } = setting.design;
  const choices = outcomes.map(({ choice }) => choice);
  const validation = summarizeValidation(
    outcomes.map(({ validation }) => validation),
    measureError,
  );
  const folds = recipe.compare.nested?.folds ?? 0;
  const bases = outcomes.flatMap(({ baseline }) => (baseline === null ? [] : [baseline]));
  const { baseline } = recipe.compare;
  if (baseline === null) {
    const test = describeNoBaseline(recipe.compare);
    return { folds, choices, validation, baseline: null, test, comparison: null };
  }
  const base = {
    epochs: bases.map(({ epochs }) => epochs),
    validation: summarizeValidation(
      bases.map(({ validation }) => validation),
      measureError,
    ),
  };
  const sameWay = recipe.training.patience === null ? ' (with epochs chosen in the same way)' : '';
  const { test, comparisons } = judgeAgainst(
    {
      name: nameBaseline(baseline) + sameWay,
      validation: base.validation,
      outputs: bases.map(({ outputs }) => outputs),
    },
    [{ name: nameChoice(folds, choices), validation, outputs: outcomes.map(({ outputs }) => outputs) }],
    recipe.compare,
    setting,
  );
  return { folds, choices, validation, baseline: base, test, comparison: comparisons[0] };
}

/** "Choosing lambda by 4 inner folds (mostly 0.01, in 17 of 20 pairs)", or "(0.01 in all 20 pairs)". */
function nameChoice(folds: number, choices: Nested['choices']): string {
  const { lambda, count } = findMostChosen(choices);
  const pairs = choices.length;
  const what = lambda === null ? 'none' : sayLambda(lambda);
  const often =
    count === pairs ? `${what} in all ${pairs} pairs` : `mostly ${what}, in ${count} of ${pairs} pairs`;
  return `Choosing lambda by ${folds} inner folds (${often})`;
}
