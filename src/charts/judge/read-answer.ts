import type { JudgeAnswer, JudgedCandidate } from '../../judge/answer.ts';
import type { Standing } from '../drawing/marks.ts';
import { mix, type Theme } from '../drawing/theme.ts';
import { type Contender, MOST_ROWS } from '../rows/draw-rows.ts';

/** What the charts of an answer read from it. */

export function findStanding({ test }: JudgeAnswer, { name, comparison }: JudgedCandidate): Standing {
  return name === test.baseline ? 'baseline' : (comparison?.verdict ?? 'not tested');
}

export function findBaseline({ candidates, test }: JudgeAnswer): JudgedCandidate | undefined {
  return candidates.find(({ name }) => name === test.baseline);
}

export function isHigherBetter({ test }: JudgeAnswer): boolean {
  return test.direction === 'higher';
}

/** A candidate as its row stands on a chart. */
export function toContender(answer: JudgeAnswer, candidate: JudgedCandidate): Contender {
  const { name } = candidate;
  const standing = findStanding(answer, candidate);
  return {
    ...{ name, label: name, lambda: null, standing },
    colour: (theme) => colourStanding(standing, theme),
  };
}

/** Each row has its name beside it, so that colour is free to say what was found. */
function colourStanding(standing: Standing, { neutral, cool, warm }: Theme): string {
  switch (standing) {
    case 'baseline':
      return neutral;
    case 'better':
      return cool[0];
    case 'worse':
      return warm[2];
    default:
      return mix(cool, 0.5);
  }
}

/** The candidates that are drawn, in the order of the scores: all, or the baseline and those with the best means. */
export function chooseDrawn(answer: JudgeAnswer, most = MOST_ROWS): readonly JudgedCandidate[] {
  const { candidates } = answer;
  if (candidates.length <= most) return candidates;
  const baseline = findBaseline(answer);
  const sign = isHigherBetter(answer) ? -1 : 1;
  const rank = ({ mean }: JudgedCandidate) => (mean === null ? Number.POSITIVE_INFINITY : sign * mean);
  const others = candidates.filter((candidate) => candidate !== baseline);
  const best = others.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1)).slice(0, most - 1);
  const drawn = new Set([...best, baseline]);
  return candidates.filter((candidate) => drawn.has(candidate));
}

/** Says that not all are drawn, where that is so. */
export function noteDrawn({ candidates }: JudgeAnswer, drawn: number): string[] {
  if (drawn === candidates.length) return [];
  return [
    `The baseline and the ${drawn - 1} candidates with the best means of ${candidates.length - 1} are drawn.`,
  ];
}
