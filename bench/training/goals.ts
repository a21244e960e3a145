import { atLeast, notMeasured, type Verdict } from '../goals.ts';
import { isZen4, type Machine } from '../machine.ts';
import { nameShape } from '../setting.ts';
import type { ShapeResult, TimedShape } from './result.ts';

/** What the contestants are called that bars name. */
export const RELAXED = 'absum relaxed';
export const JAX_SCAN = 'JAX jit scan';

/**
 * How many times faster than each peer the fused engine should be (goals) and, for `--check`, must be
 * (floors).
 */
interface Bars {
  readonly layers: number;
  readonly layersFloor: number;
  readonly torch: number;
  /** For strict and for relaxed arithmetic; null where it is no goal. */
  readonly jax: number | null;
  readonly relaxedJax: number | null;
  /** Those of the last two that are floors on the processor on which they were set. */
  readonly floorOnZen4: 'jax' | 'relaxedJax' | null;
}

function barsOf({ wide, inputs }: TimedShape): Bars {
  // If products fill the step, 128-bit instructions bound it, while JAX has 256 bits: it is not a goal there.
  if (wide) return { layers: 15, layersFloor: 12, torch: 1, jax: null, relaxedJax: null, floorOnZen4: null };
  switch (inputs) {
    case 10:
      return { layers: 80, layersFloor: 40, torch: 30, jax: 1.7, relaxedJax: 1.7, floorOnZen4: 'jax' };
    case 16:
      return { layers: 80, layersFloor: 40, torch: 30, jax: 1, relaxedJax: 1, floorOnZen4: 'relaxedJax' };
    default:
      return { layers: 50, layersFloor: 40, torch: 18, jax: null, relaxedJax: 1, floorOnZen4: null };
  }
}

export function judgePeers({ shape, times }: ShapeResult, machine: Machine): Verdict[] {
  const bars = barsOf(shape);
  const find = (name: string) => times.find((time) => time.name === name)?.seconds;
  const judge = (kind: Verdict['kind'], name: string, bar: number | null, own = 'absum fused'): Verdict[] => {
    if (bar === null) return [];
    const what = `${nameShape(shape)}: ${own} faster than ${name}`;
    const [ours, theirs] = [find(own), find(name)];
    if (ours === undefined || theirs === undefined) return [notMeasured(kind, what, 'not at hand')];
    return [atLeast(kind, what, theirs / ours, bar, ' times')];
  };
  const kindOf = (bar: Bars['floorOnZen4']) =>
    isZen4(machine) && bars.floorOnZen4 === bar ? 'floor' : 'goal';
  return [
    ...judge('floor', 'tfjs-layers fit', bars.layersFloor),
    ...judge('goal', 'tfjs-layers fit', bars.layers),
    ...judge('goal', 'PyTorch eager', bars.torch),
    ...judge(kindOf('jax'), JAX_SCAN, bars.jax),
    ...judge(kindOf('relaxedJax'), JAX_SCAN, bars.relaxedJax, RELAXED),
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
