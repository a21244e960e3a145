import { type Metric, nameOf } from '../../recipe/metrics.ts';
import type { Tried } from './contrast.ts';
import type { TestDesign } from './test-design.ts';

/** Why nothing was tested. */
export function explainUntested(
  candidate: Tried,
  base: Tried,
  metric: Metric,
  { reason }: TestDesign,
): string {
  if (reason !== undefined) return reason;
  const [own, other] = [candidate, base].map(({ validation }) => validation[nameOf(metric)].reason);
  if (own !== undefined) return own;
  return other === undefined ? 'a difference is too large to represent' : `the baseline: ${other}`;
}
