import type { Engine } from '../src/engines/engine.ts';
import { countStepFlops, nameShape } from './setting.ts';
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

/** Prints what a step costs in itself and per operation: an engine estimates its work from these two. */
export function printConstants(engines: readonly Engine[], shapes: readonly ShapeResult[]): void {
  const [small, wide] = [shapes[0], shapes[shapes.length - 1]];
  console.log(
    '\nwhat an engine takes for a step by itself, and then for operations (as `estimateSeconds` has it)',
  );
  engines.forEach((engine, i) => {
    const flops = [small, wide].map(({ shape }) => countStepFlops(shape));
    const seconds = [small, wide].map(({ times }) => times[i].seconds);
    const rate = (flops[1] - flops[0]) / (seconds[1] - seconds[0]);
    const overhead = seconds[0] - flops[0] / rate;
    const told = shapes.map(({ shape, times }) => {
      const estimate = engine.estimateSeconds(1, countStepFlops(shape));
      return `${nameShape(shape)}: ${(estimate / times[i].seconds).toFixed(2)}`;
    });
    console.log(
      `  ${engine.name}: ${(overhead * 1e6).toFixed(1)} us a step, ${(rate / 1e9).toFixed(2)} GFLOP/s;` +
        ` estimate / measured ${told.join('; ')}`,
    );
  });
}

function microseconds(seconds: number): string {
  return (seconds * 1e6).toFixed(1).padStart(9);
}
