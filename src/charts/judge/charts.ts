import type { JudgeAnswer } from '../../judge/answer.ts';
import type { Chart } from '../drawing/frame.ts';
import { chartCandidateDifferences } from './differences.ts';
import { chartScores } from './scores.ts';

/** The charts of a judge's answer: those that it has the figures for. */
export function listJudgeCharts(answer: JudgeAnswer): readonly Chart[] {
  return [chartScores, chartCandidateDifferences].flatMap((make) => make(answer) ?? []);
}
