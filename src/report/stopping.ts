import { encodeTarget } from '../data/encode.ts';
import { mean } from '../math/mean.ts';
import type { Recipe } from '../recipe/schema.ts';
import type { Sliced } from '../sliced.ts';
import { measureOutputs } from '../training/measure.ts';
import type { Measure } from '../training/metrics.ts';
import type { StopRecord, Stops } from '../training/stops.ts';
import { sayLambda } from '../words/lambdas.ts';
import type { AtBestEpoch, Comparison } from './comparison.ts';
import { takeMedianEpoch } from './median-epoch.ts';
import type { Stopping } from './schema.ts';
import { summarizeMeasures } from './summarize.ts';
import type { Setting, Tried } from './verdict/contrast.ts';
import { type Candidate, judgeAgainst, judgingAgainst } from './verdict/judge.ts';
import { averageValues } from './verdict/scale.ts';
import { nameBaseline } from './verdict/sentences.ts';

/** One lambda, with what its networks said on the way: one record for each pair, null where a trial diverged. */
export interface Recorded extends Candidate {
  readonly stops: readonly (StopRecord | null)[];
}

/** What stopping at the best epochs shows. */
interface Stopped {
  readonly stopping: Stopping;
  /** For each lambda, the best epoch of each pair; null if none can be chosen. */
  readonly bestEpochs: readonly (readonly (number | null)[] | null)[];
  /** For each lambda, the comparison at the best epochs; null for the baseline. */
  readonly comparisons: readonly (AtBestEpoch | null)[];
}

/**
 * Judges each lambda at its own best epoch. For each fold it is the candidate with the lowest mean validation data loss
 * in the other folds of the same repeat, so that no row judges an epoch that it chose; but it chose those of the other
 * folds, which adds to the variance (see `TestDesign`).
 */
export function* judgingStopped(
  recorded: readonly Recorded[],
  stops: Stops,
  rule: Recipe['compare'],
  setting: Setting,
): Sliced<Stopped> {
  if ('reason' in stops) {
    return {
      stopping: { candidates: [], reason: stops.reason, baseline: null },
      bestEpochs: recorded.map(() => null),
      comparisons: recorded.map(() => null),
    };
  }
  const stopped: ReturnType<typeof stopAtBest>[] = [];
  for (const each of recorded) {
    stopped.push(stopAtBest(each, stops.epochs, rule.metric, setting));
    yield setting.pairs.reduce((sum, { validation }) => sum + validation.length, 0);
  }
  const bestEpochs = stopped.map(({ epochs }) => epochs);
  const candidates = [...stops.epochs];
  const at = recorded.findIndex(({ lambda }) => lambda === rule.baseline);
  const baselineEpoch = at < 0 ? null : takeMedianEpoch(stopped[at].epochs);
  if (baselineEpoch === null) {
    return { stopping: { candidates, baseline: null }, bestEpochs, comparisons: recorded.map(() => null) };
  }
  const chosen = { ...setting, design: { ...setting.design, choosesEpoch: true } };
  const base = {
    ...stopped[at].tried,
    name: `${nameBaseline(recorded[at].lambda)} at its own`,
  };
  const others = stopped.filter((_, i) => i !== at);
  const { comparisons } = yield* judgingAgainst(
    base,
    others.map(({ lambda, tried }) => ({
      ...tried,
      name: `Stopped at its best epoch, lambda = ${sayLambda(lambda)}`,
    })),
    rule,
    chosen,
  );
  const comparisonOf = new Map(others.map((other, i) => [other, comparisons[i]]));
  return {
    stopping: {
      candidates,
      baseline: judgeBaseline(recorded[at], stopped[at], baselineEpoch, rule, chosen),
    },
    bestEpochs,
    comparisons: stopped.map((each) => {
      const epoch = takeMedianEpoch(each.epochs);
      const comparison = comparisonOf.get(each);
      return comparison === undefined || epoch === null
        ? null
        : { ...trim(comparison), epoch, baselineEpoch };
    }),
  };
}

/** The baseline at its best epoch, against its end. */
function judgeBaseline(
  { validation, outputs }: Recorded,
  { tried, lambda }: StoppedLambda,
  epoch: number,
  rule: Recipe['compare'],
  setting: Setting,
): Stopping['baseline'] {
  const { metric } = rule;
  const name = nameBaseline(lambda);
  const { comparisons } = judgeAgainst(
    { validation: { [metric]: validation[metric] }, outputs, name: 'training to the end' },
    [{ ...tried, name: `With ${name}, stopping at the best epoch (about ${epoch})` }],
    rule,
    setting,
  );
  return {
    epoch,
    mean: averageValues(tried.validation[metric].values, metric),
    comparison: comparisons[0],
  };
}

function trim({
  otherMetrics: _others,
  atBestEpoch: _none,
  ...rest
}: Comparison): Omit<AtBestEpoch, 'epoch' | 'baselineEpoch'> {
  return rest;
}

interface StoppedLambda {
  readonly lambda: number;
  readonly epochs: readonly (number | null)[];
  readonly tried: Tried;
}

/** Stops a lambda at its best epoch in each pair, which the other folds of the same repeat choose. */
export function stopAtBest(
  { lambda, stops }: Pick<Recorded, 'lambda' | 'stops'>,
  candidates: readonly number[],
  metric: Recipe['compare']['metric'],
  setting: Setting,
): StoppedLambda {
  const { pairs, scalings } = setting;
  const best = pairs.map((pair, p) => {
    const others = pairs.flatMap((other, o) =>
      other.repeat === pair.repeat && o !== p ? (stops[o] ?? []) : [],
    );
    return stops[p] === null || others.length === 0 ? null : findLowest(others, candidates.length);
  });
  const outputs = best.map((stop, p) => {
    const record = stops[p];
    if (stop === null || record === null) return null;
    const length = record.outputs.length / candidates.length;
    return record.outputs.subarray(stop * length, (stop + 1) * length);
  });
  const measures = outputs.map((each, p): Measure => {
    if (each === null) return { value: null, reason: 'diverged' };
    const { validation: rows } = pairs[p];
    const targets = encodeTarget(setting, scalings[p], rows);
    return measureOutputs(setting, scalings[p], { rows, targets }, each)[metric];
  });
  return {
    lambda,
    epochs: best.map((stop) => (stop === null ? null : candidates[stop])),
    tried: { validation: { [metric]: summarizeMeasures(measures) }, outputs },
  };
}

/** The stop with the lowest mean loss, the earliest among equals. */
function findLowest(records: readonly StopRecord[], count: number): number {
  let best = 0;
  let least = Infinity;
  for (let stop = 0; stop < count; stop++) {
    const loss = mean(records.map(({ losses }) => losses[stop]));
    if (loss < least) [best, least] = [stop, loss];
  }
  return best;
}
