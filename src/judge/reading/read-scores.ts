import { errorAt } from '../../errors.ts';
import type { Sliced } from '../../sliced.ts';
import type { JudgeRequest } from '../request.ts';
import type { Scores } from '../scores.ts';
import { scoresOfReport } from './from-report.ts';

/** Reads scores in any of the forms in which they may come. */
export function* readingScores(request: JudgeRequest): Sliced<Scores> {
  const { data } = request;
  if ('report' in data) {
    yield 1;
    return scoresOfReport(request, data.report);
  }
  if (!('scores' in data)) throw errorAt('invalid-data', 'data', 'expected arrays by candidate');
  const { scores } = data;
  const names = Object.keys(scores);
  const count = scores[names[0]].length;
  const { folds } = request;
  const higherIsBetter = request.direction === 'higher';
  return {
    metric: {
      name: request.metric ?? 'score',
      label: request.metric ?? 'score',
      higherIsBetter,
      isError: !higherIsBetter,
    },
    candidates: names.map((name) => ({
      name,
      values: Array.from(scores[name], (value) => (value === null ? null : Number(value))),
    })),
    baseline: Math.max(0, names.indexOf(request.baseline ?? names[0])),
    pairs: Array.from({ length: count }, (_, i) => ({
      name: `pair ${i}`,
      repeat: folds === undefined ? i : Math.floor(i / folds),
      fold: folds === undefined ? 0 : i % folds,
    })),
    split: {
      ...(folds !== undefined && { folds }),
      repeats: folds === undefined ? count : count / folds,
      unit: 'pair',
      kind: request.split ?? 'resampled',
      trainingRows: request.trainingRows ?? null,
      validationRows: request.validationRows ?? null,
      testOverTrain:
        request.trainingRows !== undefined && request.validationRows !== undefined
          ? request.validationRows / request.trainingRows
          : folds === undefined
            ? null
            : 1 / (folds - 1),
    },
    rows: null,
    facts: { repeated: 0, mostRepeated: 1, failed: 0, dropped: 0 },
    reading: { form: 'wide', columns: {}, notes: [] },
  };
}
