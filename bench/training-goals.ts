import { atLeast, notMeasured, type Verdict } from './goals.ts';
import { nameShape } from './setting.ts';
import type { ShapeResult, TimedShape } from './training-result.ts';

/**
 * How many times faster than each peer the fused engine should be (goals) and, for `--check`, must be
 * (floors).
 */
interface Bars {
  readonly layers: number;
  readonly layersFloor: number;
  readonly torch: number;
  readonly jax: number | null;
}

function barsOf({ wide, inputs }: TimedShape): Bars {
  // If products fill the step, 128-bit instructions bound it, while JAX has 256 bits: it is not a goal there.
  if (wide) return { layers: 15, layersFloor: 12, torch: 1, jax: null };
  return inputs === 16
    ? { layers: 80, layersFloor: 40, torch: 30, jax: 1 }
    : { layers: 50, layersFloor: 40, torch: 18, jax: 1 };
}

export function judgePeers({ shape, times }: ShapeResult): Verdict[] {
  if (shape.field === 'engines') return [];
  const bars = barsOf(shape);
  const judge = (kind: Verdict['kind'], name: string, bar: number): Verdict => {
    const what = `${nameShape(shape)}: faster than ${name}`;
    const found = times.find((time) => time.name === name);
    if (found === undefined) return notMeasured(kind, what, 'not at hand');
    return atLeast(kind, what, found.timesFused, bar, ' times');
  };
  return [
    judge('floor', 'tfjs-layers fit', bars.layersFloor),
    judge('goal', 'tfjs-layers fit', bars.layers),
    judge('goal', 'PyTorch eager', bars.torch),
    ...(bars.jax === null ? [] : [judge('goal', 'JAX jit scan', bars.jax)]),
  ];
}

export function judgeWide({ shape, wide }: ShapeResult): Verdict[] {
  if (wide === null) return [];
  const products = `${nameShape(shape)}: products' share of the peak`;
  const step = `${nameShape(shape)}: the step's share of its bound`;
  return [
    atLeast('floor', products, 100 * wide.products, 70, ' %'),
    atLeast('goal', products, 100 * wide.products, 80, ' %'),
    atLeast('floor', step, 100 * wide.step, 60, ' %'),
    atLeast('goal', step, 100 * wide.step, 75, ' %'),
  ];
}
