import { nameShape } from '../setting.ts';
import type { ShapeResult, WideShares } from './result.ts';

/** A shape, its contestants line by line, and what the machine could do. */
export function showShape({ shape, times, wide }: ShapeResult): string {
  const lines = times.map(
    ({ name, seconds, low, high, gigaflops, timesFused }) =>
      `  ${name.padEnd(26)}${microseconds(seconds)} us  (${microseconds(low)} to${microseconds(high)})` +
      `${gigaflops.toFixed(2).padStart(8)} GFLOP/s${timesFused.toFixed(2).padStart(9)} x fused`,
  );
  return [nameShape(shape), ...lines, ...(wide === null ? [] : [showWide(wide)])].join('\n');
}

function showWide(wide: WideShares): string {
  const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
  return (
    `  peak ${wide.peakGigaflops.toFixed(1)} GFLOP/s; products at ${percent(wide.products)} of it (forward ` +
    `${percent(wide.forward)}, weight gradient ${percent(wide.gradient)}, backward ${percent(wide.backward)})\n` +
    `  square root and division of ${(wide.rootsPerSecond / 1e9).toFixed(2)} G vectors/s; the bound of a step is ` +
    `${(wide.boundSeconds * 1e6).toFixed(0)} us, the step at ${percent(wide.step)} of it`
  );
}

function microseconds(seconds: number): string {
  return (seconds * 1e6).toFixed(1).padStart(9);
}
