import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AbsumError } from '../../src/errors.ts';
import { instantiatePenaltyKernels } from '../../src/kernels/penalty-kernels.ts';
import { absumModule, wasmPath } from './arena.ts';

const text = readFileSync(new URL('../../dist/absum.wat', import.meta.url), 'utf8');

describe('the built module', () => {
  it.each(['(data', '(start', '(global'])('has no %s in its text form', (form) => {
    expect(text).not.toContain(form);
  });

  it('imports its memory and nothing else', () => {
    const imports = WebAssembly.Module.imports(absumModule);
    expect(imports).toEqual([{ module: 'env', name: 'memory', kind: 'memory' }]);
    expect(text.match(/\(import /g)).toHaveLength(1);
  });

  it('exports functions alone', () => {
    const kinds = WebAssembly.Module.exports(absumModule).map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['function']));
  });

  it('is smaller than 64 KiB', () => {
    expect(readFileSync(wasmPath).byteLength).toBeLessThan(64 * 1024);
  });
});

describe('instantiatePenaltyKernels', () => {
  it('takes a memory of a page and more, with or without a maximum, and names one of none', () => {
    for (const descriptor of [{ initial: 1 }, { initial: 1, maximum: 1 }, { initial: 3, maximum: 9 }]) {
      const kernels = instantiatePenaltyKernels(absumModule, new WebAssembly.Memory(descriptor));
      expect(kernels.absSum(0, 0)).toBe(0);
      expect(kernels.countZeros(0, 0)).toBe(0);
    }
    const none = new WebAssembly.Memory({ initial: 0 });
    expect(() => instantiatePenaltyKernels(absumModule, none)).toThrow(
      'memory: expected a memory of at least one page, got one of none',
    );
  });

  it('works up to the last byte of a memory', () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const kernels = instantiatePenaltyKernels(absumModule, memory);
    const ptr = 65_536 - 4 * 151;
    expect(kernels.countZeros(ptr, 151)).toBe(151);
    expect(kernels.absSum(ptr, 151)).toBe(0);
    kernels.addScaledSign(ptr, 0, 1, 151);
    kernels.softThreshold(ptr, 1, 151);
    kernels.softThresholdEach(0, ptr, 151);
    expect(kernels.groupNorm(ptr, 1, 151, 0)).toBe(0);
    kernels.shrinkGroup(ptr, 1, 1, 151, 0);
    kernels.shrinkGroupEach(0, ptr, 1, 1, 151, 0);
  });

  it('keeps working after the memory has grown', () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const kernels = instantiatePenaltyKernels(absumModule, memory);
    memory.grow(1);
    const ptr = 65_536 - 4;
    new Float32Array(memory.buffer, ptr, 3).set([1, -2, 3]);
    expect(kernels.absSum(ptr, 3)).toBe(6);
  });

  it('names the kernels that another module lacks', () => {
    const empty = new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
    const memory = new WebAssembly.Memory({ initial: 0 });
    let error: unknown;
    try {
      instantiatePenaltyKernels(empty, memory);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(AbsumError);
    expect(error).toMatchObject({ code: 'invalid-module' });
    expect((error as AbsumError).issues.map(({ place }) => place)).toEqual([
      'exports.absSum',
      'exports.addScaledSign',
      'exports.softThreshold',
      'exports.softThresholdEach',
      'exports.countZeros',
      'exports.groupNorm',
      'exports.shrinkGroup',
      'exports.shrinkGroupEach',
    ]);
    expect((error as AbsumError).message).toContain('absum module');
  });
});
