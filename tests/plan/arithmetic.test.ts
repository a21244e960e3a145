import { describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engines/engine.ts';
import { createFusedEngine } from '../../src/engines/fused/engine.ts';
import { settleArithmetic } from '../../src/plan/arithmetic.ts';
import { fused, readModules, relaxed, tfjs } from '../host.ts';

const strictFigures = (reason: string | null) => ({ mode: 'strict', fusesProducts: false, reason });

describe('settleArithmetic', () => {
  it('takes the strict one where it is asked for, and loads no other module', async () => {
    const engine = createFusedEngine(readModules().absum, () => {
      throw new Error('loaded');
    });
    expect(await settleArithmetic('strict', engine)).toEqual({ engine, arithmetic: strictFigures(null) });
    await expect(settleArithmetic('relaxed', engine)).rejects.toThrow('loaded');
  });

  it('takes the relaxed one, and loads its module once', async () => {
    let loaded = 0;
    const engine = createFusedEngine(readModules().absum, () => {
      loaded++;
      return relaxed;
    });
    const first = await settleArithmetic('relaxed', engine);
    expect(first.arithmetic).toEqual({ mode: 'relaxed', fusesProducts: expect.any(Boolean), reason: null });
    expect(first.engine).not.toBe(engine);
    expect(first.engine.name).toBe('fused');
    expect((await settleArithmetic('relaxed', engine)).engine).toBe(first.engine);
    expect(loaded).toBe(1);
  });

  it('takes the strict one where the engine has no other, and says so', async () => {
    const reason = 'the engine tfjs has no relaxed arithmetic here';
    expect(await settleArithmetic('relaxed', tfjs)).toEqual({
      engine: tfjs,
      arithmetic: strictFigures(reason),
    });
  });

  it('takes the strict one where the host has no relaxed SIMD, and says so', async () => {
    const old: Engine = { ...fused, relax: async () => null };
    expect(await settleArithmetic('relaxed', old)).toEqual({
      engine: old,
      arithmetic: strictFigures('this host has no relaxed SIMD'),
    });
  });
});
