import type { Shape } from '../setting.ts';

// What the training part measures, for its goals and its table.

/** Networks from small, where overhead takes nearly all the time, to wide, where the products do. */
export interface TimedShape extends Shape {
  /** Whether the products fill the step, so that it is compared with what the machine can do. */
  readonly wide: boolean;
}

/** Time of a step: the median of the rounds, and the quartiles around it. */
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

/** The most that the machine did in the same rounds, and how near the products and the step came to it. */
export interface WideShares {
  readonly peakGigaflops: number;
  /** Vectors of four that had a square root and a division, per second. */
  readonly rootsPerSecond: number;
  readonly forward: number;
  readonly gradient: number;
  readonly backward: number;
  /** All three together, each as often as a step does it. */
  readonly products: number;
  readonly boundSeconds: number;
  readonly step: number;
}
