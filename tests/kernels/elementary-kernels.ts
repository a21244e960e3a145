import { bindExports } from '../../src/kernels/bind.ts';

/**
 * Elementary functions and the dropout generator on one memory. Pointers are byte addresses of f32 values,
 * with no alignment asked for; lengths count elements. Errors and edge cases stand in
 * `assembly/elementary.ts` and `assembly/random.ts`; preconditions are not checked.
 */
export interface ElementaryKernels {
  /** out = e^x, within 0.9 ULP; `out` is `x` or does not overlap it, here and below. */
  exp(outPtr: number, xPtr: number, length: number): void;
  /** out = ln x, within 0.85 ULP. */
  log(outPtr: number, xPtr: number, length: number): void;
  /** out = 1 / (1 + e^-x), within 1.85 ULP. */
  sigmoid(outPtr: number, xPtr: number, length: number): void;
  /** out = tanh x, within 1.5 ULP. */
  tanh(outPtr: number, xPtr: number, length: number): void;
  /** The mask that `fillDropoutMask` of `src/random/dropout.ts` writes, bit for bit; rate in [0, 1). */
  fillDropoutMask(maskPtr: number, key: number, rate: number, length: number): void;
}

const KERNEL_NAMES: readonly (keyof ElementaryKernels)[] = [
  'exp',
  'log',
  'sigmoid',
  'tanh',
  'fillDropoutMask',
];

/**
 * Binds the elementary functions of the compiled absum module to a memory, which the caller keeps.
 *
 * @throws {AbsumError} `invalid-module` when the module lacks one of them.
 */
export function instantiateElementaryKernels(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
): ElementaryKernels {
  return bindExports<ElementaryKernels>(module, memory, KERNEL_NAMES);
}
