import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkModule, checkSimd, hasRelaxedSimd, resolveModule } from '../../src/kernels/module-source.ts';
import { createPenalty } from '../../src/kernels/penalty.ts';

const bytes = readFileSync(new URL('../../dist/absum.wasm', import.meta.url));
const module = new WebAssembly.Module(bytes);

describe('a module source', () => {
  it('is a module, or what compiles one now or later', async () => {
    expect(await resolveModule(module)).toBe(module);
    expect(await resolveModule(() => module)).toBe(module);
    expect(await resolveModule(async () => module)).toBe(module);
  });

  it.each([
    ['bytes (Uint8Array): compile them first', Uint8Array.from(bytes)],
    ['bytes (ArrayBuffer): compile them first', Uint8Array.from(bytes).buffer],
    ['a WebAssembly.Module, got nothing', undefined],
    [
      'a WebAssembly.Module, got an object',
      new WebAssembly.Instance(module, { env: { memory: new WebAssembly.Memory({ initial: 1 }) } }),
    ],
    ['a WebAssembly.Module, got "absum.wasm"', 'absum.wasm'],
  ])('is refused if it holds no module: %s', async (words, value) => {
    const refusal = {
      code: 'invalid-module',
      issues: [{ place: 'module', message: expect.stringContaining(words) }],
    };
    await expect(resolveModule(value as WebAssembly.Module)).rejects.toMatchObject(refusal);
    await expect(resolveModule(() => value as WebAssembly.Module)).rejects.toMatchObject(refusal);
    expect(() => checkModule(value)).toThrow(expect.objectContaining(refusal));
    expect(() => createPenalty(value as WebAssembly.Module)).toThrow(expect.objectContaining(refusal));
  });

  it('passes on what its compiler throws', async () => {
    const broken = () => WebAssembly.compile(Uint8Array.of(0, 97, 115, 109));
    await expect(resolveModule(broken)).rejects.toThrow(WebAssembly.CompileError);
  });
});

describe('a host without SIMD', () => {
  it('is refused before anything is compiled', () => {
    expect(() => checkSimd(() => false)).toThrow(
      expect.objectContaining({
        code: 'unsupported',
        issues: [{ place: 'module', message: expect.stringContaining('SIMD') }],
      }),
    );
  });

  it('is told by a module of which one instruction needs SIMD, and nothing else', () => {
    const seen: Uint8Array[] = [];
    checkSimd((probe) => {
      seen.push(probe as Uint8Array);
      return WebAssembly.validate(probe);
    });
    // Without i32x4.splat, in section and body two bytes shorter, it is a module for any host.
    const [probe] = seen;
    const at = probe.indexOf(0xfd);
    expect([...probe.slice(at, at + 2)]).toEqual([0xfd, 0x11]);
    const plain = [...probe.slice(0, at), ...probe.slice(at + 2)];
    plain[19] -= 2;
    plain[21] -= 2;
    expect(WebAssembly.validate(Uint8Array.from(plain))).toBe(true);
  });
});

describe('hasRelaxedSimd', () => {
  it('asks the host by a module that is valid, and not without relaxed SIMD', () => {
    const asked: Uint8Array[] = [];
    const validate = (module: BufferSource) => {
      asked.push(module as Uint8Array);
      return false;
    };
    expect(hasRelaxedSimd()).toBe(true);
    expect(hasRelaxedSimd(validate)).toBe(false);
    // f32x4.relaxed_madd, and f32x4.add in its place with one vector less: the same module without relaxed SIMD.
    const [probe] = asked;
    expect(WebAssembly.validate(Uint8Array.from(probe))).toBe(true);
    expect(probe.join()).toContain([0xfd, 0x85, 0x02].join());
  });
});
