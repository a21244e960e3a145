import type { NestedOutcome } from '../training/nested.ts';
import type { JudgedReferences } from '../training/references.ts';
import { nameReference } from '../words/references.ts';
import type { Choice, Nested, Reference } from './schema.ts';
import { summarizeValidation } from './summarize.ts';
import { nameNetwork } from './verdict/contest.ts';
import type { Setting, Tried } from './verdict/contrast.ts';
import { explainUntested } from './verdict/explain-untested.ts';
import { type Candidate, type Contender, judgeAgainst } from './verdict/judge.ts';
import type { Rule } from './verdict/test-design.ts';

// References compete with the network that was chosen. Each is judged by itself, outside of Holm's adjustment for the
// lambdas: it makes no claim against the others.

/** The network that references are compared with. */
interface Chosen extends Contender {
  /** Whether the rows that judge it had a part in choosing it. */
  readonly isFlattered: boolean;
}

/** A choice by inner folds: what the report says of it, and its outcome in each pair. */
export interface ChosenInside {
  readonly nested: Nested;
  readonly outcomes: readonly NestedOutcome[];
}

/**
 * The chosen network: with a choice by inner folds that was tested, the networks that it chose or their baseline, as
 * the verdict says; else `choice.lambda`. Null if no lambda was chosen.
 *
 * @param tried the lambdas of the grid
 */
export function findChosen(
  choice: Choice,
  tried: readonly Candidate[],
  inside: ChosenInside | null,
  { design }: Setting,
): Chosen | null {
  const { lambda } = choice;
  const candidate = tried.find((each) => each.lambda === lambda);
  if (candidate === undefined) return null;
  const verdict = inside?.nested.comparison?.verdict ?? 'not tested';
  if (inside === null || verdict === 'not tested') {
    const isFlattered = tried.filter((each) => each.lambda >= 0).length > 1;
    return { ...candidate, name: `the ${nameNetwork(candidate.lambda)}`, isFlattered };
  }
  const outcomes = inside.outcomes.flatMap((outcome) =>
    verdict === 'better' ? outcome : (outcome.baseline ?? []),
  );
  const name =
    verdict === 'better' ? 'the network that inner folds choose' : `the ${nameNetwork(candidate.lambda)}`;
  return { ...tryOutcomes(outcomes, design), name, isFlattered: false };
}

function tryOutcomes(
  outcomes: readonly JudgedReferences['mean'][],
  { measureError }: Setting['design'],
): Tried {
  return {
    validation: summarizeValidation(
      outcomes.map(({ validation }) => validation),
      measureError,
    ),
    outputs: outcomes.map(({ outputs }) => outputs),
  };
}

/**
 * Builds what the report says about the references.
 *
 * @param outcomes one for each pair
 */
export function buildReferences(
  outcomes: readonly JudgedReferences[],
  chosen: Chosen | null,
  rule: Rule,
  setting: Setting,
): Reference[] {
  return (['mean', 'linear'] as const).map((name) => {
    const contender = {
      ...tryOutcomes(
        outcomes.map((references) => references[name]),
        setting.design,
      ),
      name: `${name === 'linear' ? 'A' : 'Predicting the'} ${nameReference(name, setting.target.task)}`,
    };
    return { name, validation: contender.validation, ...compareWith(chosen, contender, rule, setting) };
  });
}

function compareWith(
  chosen: Chosen | null,
  contender: Contender,
  rule: Rule,
  setting: Setting,
): Pick<Reference, 'comparison' | 'reason'> {
  if (chosen === null) return { comparison: null, reason: 'no lambda is chosen' };
  const [comparison] = judgeAgainst(chosen, [contender], rule, setting, { others: 'none' }).comparisons;
  const { verdict, sentence } = comparison;
  if (verdict === 'not tested') {
    return { comparison: null, reason: explainUntested(contender, chosen, rule.metric, setting.design) };
  }
  const flattery = verdict === 'worse' && chosen.isFlattered ? FLATTERY : '';
  return { comparison: { ...comparison, sentence: sentence + flattery } };
}

const FLATTERY = ' But lambda was chosen on these rows, which flatters the network.';
