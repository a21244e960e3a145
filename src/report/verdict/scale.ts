import { exp, expm1, log } from '../../math/elementary.ts';
import { mean } from '../../math/mean.ts';
import { kindOf, type Metric, nameOf } from '../../recipe/metrics.ts';
import type { Tried } from './contrast.ts';
import type { Rule } from './test-design.ts';

/** How a contrast reads in units of the metric. */
export interface Scale {
  /** The differences that do not matter, on the contrast's scale. */
  readonly region: readonly [number, number];
  /** Turns a value of the contrast's scale into a difference of the metric. */
  readonly toDifference: (value: number) => number;
  /** The same as a share of the baseline; undefined for scores. */
  readonly toShare?: (value: number) => number;
}

/** @param isLog whether the contrast is one of logarithms */
export function measureScale(
  isLog: boolean,
  base: Tried,
  { metric, equivalence }: Pick<Rule<Metric>, 'metric' | 'equivalence'>,
): Scale {
  const average = averageValues(base.validation[nameOf(metric)].values, metric) ?? 0;
  if (isLog) {
    return {
      region: [equivalence < 1 ? log(1 - equivalence) : -Infinity, log(1 + equivalence)],
      toDifference: (value) => limit(expm1(value) * average),
      toShare: (value) => limit(expm1(value)),
    };
  }
  const { isError } = kindOf(metric);
  const region = isError ? equivalence * Math.abs(average) : equivalence;
  return {
    region: [-region, region],
    toDifference: (value) => value,
    ...(isError && average !== 0 && { toShare: (value: number) => limit(value / Math.abs(average)) }),
  };
}

function limit(value: number): number {
  return Math.min(Math.max(value, -Number.MAX_VALUE), Number.MAX_VALUE);
}

/** The mean to which a relative difference belongs: geometric for errors above 0, else arithmetic. */
export function averageValues(values: readonly (number | null)[], metric: Metric): number | null {
  const present = values.filter((value) => value !== null);
  if (present.length === 0) return null;
  const isLog = kindOf(metric).isError && present.every((value) => value > 0);
  if (!isLog) return mean(present);
  const first = present[0];
  // Of equal values the mean is that value.
  return present.every((value) => value === first) ? first : exp(mean(present.map(log)));
}
