import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../bench/machine.ts';
import { judgePeers } from '../../../bench/training/goals.ts';
import type { ShapeResult } from '../../../bench/training/result.ts';

const machineOf = (generation: string): Machine => ({
  processor: { vendor: 'AMD', name: 'AMD EPYC', family: 25, model: 17, generation },
  cores: 2,
  node: '24',
  v8: '13',
});
const ZEN4 = machineOf('Zen 4');

function makeResult(inputs: number, hidden: readonly number[], seconds: Record<string, number>): ShapeResult {
  const times = Object.entries(seconds).map(([name, value]) => ({
    name,
    seconds: value,
    low: value,
    high: value,
    gigaflops: 1,
    timesFused: value / seconds['absum fused'],
  }));
  return { shape: { inputs, hidden, batchSize: 32, wide: false }, times, wide: null };
}

const listJax = (result: ShapeResult, machine: Machine) =>
  judgePeers(result, machine)
    .filter(({ text }) => text.includes('JAX'))
    .map(({ kind, met, text }) => [text.includes('absum relaxed') ? 'relaxed' : 'strict', kind, met]);

describe('the bars of a training step against JAX', () => {
  test.each([
    [1.7, true],
    [1.69, false],
  ])('on Zen 4 strict at 10-32-1 must be 1.7 times faster: %d is judged %s', (jax, met) => {
    const result = makeResult(10, [32], { 'absum fused': 1, 'absum relaxed': 1, 'JAX jit scan': jax });
    expect(listJax(result, ZEN4)[0]).toEqual(['strict', 'floor', met]);
  });

  test('on Zen 4 relaxed at 16-64-32-1 must be faster, by its own time', () => {
    const result = makeResult(16, [64, 32], { 'absum fused': 1.2, 'absum relaxed': 0.9, 'JAX jit scan': 1 });
    expect(listJax(result, ZEN4)).toEqual([
      ['strict', 'goal', false],
      ['relaxed', 'floor', true],
    ]);
  });

  test('are goals on any other processor', () => {
    const result = makeResult(10, [32], { 'absum fused': 1, 'JAX jit scan': 1 });
    expect(listJax(result, machineOf('Zen 3'))).toEqual([
      ['strict', 'goal', false],
      ['relaxed', 'goal', null],
    ]);
  });
});
