import type { JudgeAnswer } from '../../judge/answer.ts';
import type { Chart } from '../drawing/frame.ts';
import { chartPairedDifferences, subtractPairs } from '../rows/paired-differences.ts';
import {
  chooseDrawn,
  findBaseline,
  findStanding,
  isHigherBetter,
  noteDrawn,
  toContender,
} from './read-answer.ts';

/** The paired differences from the baseline, a row for each other candidate; null without any. */
export function chartCandidateDifferences(answer: JudgeAnswer): Chart | null {
  const { test, design, candidates } = answer;
  const base = findBaseline(answer);
  if (base === undefined) return null;
  const drawn = chooseDrawn(answer);
  const rows = drawn.flatMap((candidate) => {
    const differences = candidate === base ? [] : subtractPairs(candidate.values, base.values);
    if (differences.length === 0) return [];
    return [{ ...toContender(answer, candidate), differences, judgement: candidate.comparison }];
  });
  if (rows.length === 0) return null;
  return chartPairedDifferences({
    word: 'candidate',
    metric: test.label,
    higherIsBetter: isHigherBetter(answer),
    baseline: base.name,
    pairs: design.pairs.length,
    namePair: (pair) => design.pairs[pair],
    region: test.region,
    rows,
    standings: candidates.map((candidate) => findStanding(answer, candidate)),
    notes: noteDrawn(answer, drawn.length),
  });
}
