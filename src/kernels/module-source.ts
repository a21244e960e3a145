import { describeValue, errorAt } from '../errors.ts';

/** The compiled `absum.wasm`, or a function that compiles it when it is first needed. */
export type ModuleSource = WebAssembly.Module | (() => WebAssembly.Module | Promise<WebAssembly.Module>);

/** A module whose only function is `i32.const 0, i32x4.splat, drop`: valid only on a host with SIMD. */
const PROBE = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x04, 0x01, 0x60, 0x00, 0x00],
  ...[0x03, 0x02, 0x01, 0x00],
  ...[0x0a, 0x09, 0x01, 0x07, 0x00, 0x41, 0x00, 0xfd, 0x11, 0x1a, 0x0b],
);

/** A module whose only function is `f32x4.relaxed_madd` of three vectors of 0: valid only on a host with relaxed SIMD. */
const RELAXED_PROBE = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x04, 0x01, 0x60, 0x00, 0x00],
  ...[0x03, 0x02, 0x01, 0x00],
  ...[0x0a, 0x14, 0x01, 0x12, 0x00],
  ...[0x41, 0x00, 0xfd, 0x11, 0x41, 0x00, 0xfd, 0x11, 0x41, 0x00, 0xfd, 0x11],
  ...[0xfd, 0x85, 0x02, 0x1a, 0x0b],
);

/** Whether the host has relaxed SIMD, which `absum-relaxed.wasm` needs. */
export function hasRelaxedSimd(validate: (bytes: BufferSource) => boolean = WebAssembly.validate): boolean {
  return validate(RELAXED_PROBE);
}

/**
 * Returns the module that a source holds or compiles.
 *
 * @throws AbsumError `unsupported` on a host without WebAssembly SIMD, before anything is compiled; `invalid-module`
 *   for anything but a module
 */
export async function resolveModule(source: ModuleSource): Promise<WebAssembly.Module> {
  checkSimd();
  const module: unknown = typeof source === 'function' ? await source() : source;
  checkModule(module);
  return module;
}

/** @throws AbsumError `unsupported` on a host without WebAssembly SIMD */
export function checkSimd(validate: (bytes: BufferSource) => boolean = WebAssembly.validate): void {
  if (validate(PROBE)) return;
  const message =
    'expected a host with WebAssembly SIMD (browsers have it since 2021 to 2023), got one without';
  throw errorAt('unsupported', 'module', message);
}

/** @throws AbsumError `invalid-module` for anything but a compiled module */
export function checkModule(module: unknown): asserts module is WebAssembly.Module {
  // By its tag and not by `instanceof`: a module from another realm (a frame, a test runner) works as well.
  const tag = Object.prototype.toString.call(module).slice(8, -1);
  if (tag === 'WebAssembly.Module') return;
  const isBytes = ArrayBuffer.isView(module) || tag === 'ArrayBuffer';
  const got = isBytes ? `bytes (${tag}): compile them first, by WebAssembly.compile` : describeValue(module);
  throw errorAt(
    'invalid-module',
    'module',
    `expected the compiled absum.wasm, a WebAssembly.Module, got ${got}`,
  );
}
