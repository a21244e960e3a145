import { formatFlops, formatSeconds } from '../../words/amounts.ts';
import { describeArithmetic } from '../../words/arithmetic.ts';
import type { PlanState } from './use-plan.ts';

/** What the comparison would cost: "105 trials, 0.9 GFLOP, about 0.4 s". */
export function PlanLine({ planned }: { planned: PlanState }) {
  return (
    <p class="plan" role="status">
      {describePlan(planned)}
    </p>
  );
}

function describePlan(planned: PlanState): string {
  if (planned.state !== 'planned') return 'Not ready.';
  const { trials, flops, seconds, engine, arithmetic } = planned.plan;
  const by = `${engine === 'fused' ? '' : `, by ${engine}`}${describeArithmetic(arithmetic)}`;
  return `${trials} trials, ${formatFlops(flops)}, about ${formatSeconds(seconds)}${by}`;
}
