import type { Shape } from './setting.ts';

// What a round of the training benchmark brings, for its judges and its table.

/** Networks from small, where overhead is nearly all, to wide, where the products are. */
export interface TimedShape extends Shape {
  /** Who is timed: the engines alone, or the peers too. */
  readonly field: 'engines' | 'all';
  /** Whether the products fill the step, so that it is compared with what the machine can do. */
  readonly wide: boolean;
}

/** Time of a step: the median of the rounds, and the quartiles about it. */
export interface StepTime {
  readonly name: string;
  readonly seconds: number;
  readonly low: number;
  readonly high: number;
  readonly gigaflops: number;
  readonly timesFused: number;
}

export interface ShapeResult {
  readonly shape: TimedShape;
  readonly times: readonly StepTime[];
  readonly wide: WideShares | null;
}

/** What the machine did at most in the same rounds, and how near the products and the step came to it. */
export interface WideShares {
  readonly peakGigaflops: number;
  /** Vectors of four that had a square root and a division, per second. */
  readonly rootsPerSecond: number;
  readonly forward: number;
  readonly gradient: number;
  readonly backward: number;
  /** Of the three together, as often as a step does them. */
  readonly products: number;
  readonly boundSeconds: number;
  readonly step: number;
}
