import { nameShape } from './setting.ts';
import type { ShapeResult } from './training-result.ts';

export function printShape({ shape, times, wide }: ShapeResult): void {
  console.log(`\n${nameShape(shape)}`);
  for (const { name, seconds, low, high, gigaflops, timesFused } of times) {
    console.log(
      `  ${name.padEnd(24)}${microseconds(seconds)} us  (${microseconds(low)} to${microseconds(high)})` +
        `${gigaflops.toFixed(2).padStart(8)} GFLOP/s${timesFused.toFixed(1).padStart(8)} x fused`,
    );
  }
  if (wide === null) return;
  const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
  console.log(
    `  peak ${wide.peakGigaflops.toFixed(1)} GFLOP/s; products at ${percent(wide.products)} of it (forward ` +
      `${percent(wide.forward)}, weight gradient ${percent(wide.gradient)}, backward ${percent(wide.backward)})\n` +
      `  square root and division of ${(wide.rootsPerSecond / 1e9).toFixed(2)} G vectors/s; the bound of a step is ` +
      `${(wide.boundSeconds * 1e6).toFixed(0)} us, the step at ${percent(wide.step)} of it`,
  );
}

function microseconds(seconds: number): string {
  return (seconds * 1e6).toFixed(1).padStart(9);
}
