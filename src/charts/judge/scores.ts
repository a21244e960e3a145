import type { JudgeAnswer, JudgedCandidate } from '../../judge/answer.ts';
import { formatCount } from '../../words/amounts.ts';
import { listSome } from '../../words/lists.ts';
import { formatFigure } from '../../words/numbers.ts';
import { type Chart, type LegendEntry, makeChart } from '../drawing/frame.ts';
import { type SpotRow, tell } from '../drawing/spots.ts';
import type { Theme } from '../drawing/theme.ts';
import {
  explainBaseline,
  explainErrors,
  explainPairs,
  explainRegion,
  explainStandings,
  noteErrors,
} from '../explain.ts';
import { describeMean, formatMean, tellPairs } from '../means.ts';
import { type ChartRow, drawRows, MOST_ROWS } from '../rows/draw-rows.ts';
import { chooseDrawn, findStanding, isHigherBetter, noteDrawn, toContender } from './read-answer.ts';

/** The scores of each candidate, pair by pair, with their mean. Null where no pair has a score. */
export function chartScores(answer: JudgeAnswer): Chart | null {
  const { test, design, candidates } = answer;
  if (candidates.every(({ values }) => values.every((value) => value === null))) return null;
  const drawn = chooseDrawn(answer);
  const spread = hasErrors(drawn) ? ', mean and one standard error' : ' and mean';
  const described = drawn.map((candidate) => describe(answer, candidate));
  const chart = {
    rows: drawn.map((candidate) => toRow(answer, candidate)),
    ...{ head: 'candidate', axis: test.label, higherIsBetter: isHigherBetter(answer) },
    level: test.baselineMean,
    region: test.region,
    namePair: (pair: number) => design.pairs[pair],
    formatValue: formatFigure,
    legend: (theme: Theme) => listEntries(answer, drawn, theme),
    notes: [
      ...noteDrawn(answer, drawn.length),
      ...(hasErrors(drawn) ? [noteErrors('candidates')] : []),
      ...listMissing(drawn),
    ],
  };
  return makeChart(
    'scores',
    `Scores by ${test.label}: every pair${spread}`,
    `${formatCount(design.pairs.length, 'pair')} for each candidate; ${test.direction} is better. ${listSome(described, MOST_ROWS)}.`,
    (pen) => drawRows(chart, pen),
    { hasSpots: true },
  );
}

function hasErrors(drawn: readonly JudgedCandidate[]): boolean {
  return drawn.some(({ se }) => se !== null);
}

function describe(answer: JudgeAnswer, candidate: JudgedCandidate): string {
  return describeMean(candidate.name, candidate, findStanding(answer, candidate));
}

function toRow(answer: JudgeAnswer, candidate: JudgedCandidate): ChartRow {
  const { mean, se, values } = candidate;
  const contender = toContender(answer, candidate);
  return {
    ...contender,
    pairs: values.flatMap((value, pair) => (value === null ? [] : [{ pair, value }])),
    mean,
    ends: mean === null || se === null || se === 0 ? null : [mean - se, mean + se],
    said: describe(answer, candidate),
    tell: (drawn) => tellRow(answer, candidate, drawn),
  };
}

function tellRow(
  answer: JudgeAnswer,
  candidate: JudgedCandidate,
  drawn: Partial<SpotRow>,
): readonly SpotRow[] {
  const { baselineMean } = answer.test;
  return [
    tell('mean', formatMean(candidate), drawn),
    ...tellPairs(candidate.values.filter((value) => value !== null)),
    tell('verdict', findStanding(answer, candidate)),
    ...(baselineMean === null ? [] : [tell('baseline', formatFigure(baselineMean))]),
  ];
}

function listEntries(
  answer: JudgeAnswer,
  drawn: readonly JudgedCandidate[],
  theme: Theme,
): readonly LegendEntry[] {
  const { baseline, baselineMean, region } = answer.test;
  return [
    explainPairs(theme),
    ...(hasErrors(drawn) ? [explainErrors(theme)] : []),
    ...(baselineMean === null ? [] : [explainBaseline(baseline, theme)]),
    ...explainRegion(baselineMean === null ? null : region, theme),
    ...explainStandings(
      answer.candidates.map((candidate) => findStanding(answer, candidate)),
      theme,
    ),
  ];
}

/** Those that have scores, and no mean. */
function listMissing(drawn: readonly JudgedCandidate[]): string[] {
  const missing = drawn.flatMap(({ name, mean, reason }) =>
    mean === null ? [`${name} has no mean${reason === undefined ? '' : ` (${reason})`}`] : [],
  );
  return missing.length === 0 ? [] : [`${listSome(missing, 3)}.`];
}
