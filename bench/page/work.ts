import type { ShapeResult, TimedShape } from '../training/result.ts';

/** What the page is asked for. */
export interface PageWork {
  readonly shapes: readonly TimedShape[];
  readonly rounds: number;
  /** Whether `absum-relaxed.wasm` can be fetched. */
  readonly hasRelaxed: boolean;
}

/** What the page found. */
export interface PageRun {
  readonly shapes: readonly ShapeResult[];
  readonly hasSimd: boolean;
  readonly webgl: string | null;
}
