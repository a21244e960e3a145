import type { MetricName } from '../../recipe/metrics.ts';
import type { Tried } from './contrast.ts';
import type { TestDesign } from './test-design.ts';

/** Why nothing was tested. */
export function explainUntested(
  candidate: Tried,
  base: Tried,
  metric: MetricName,
  { reason }: TestDesign,
): string {
  if (reason !== undefined) return reason;
  const [own, other] = [candidate.validation[metric].reason, base.validation[metric].reason];
  if (own !== undefined) return own;
  return other === undefined ? 'a difference is too large to represent' : `the baseline: ${other}`;
}
