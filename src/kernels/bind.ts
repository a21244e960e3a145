import { AbsumError, errorAt } from '../errors.ts';
import { checkModule } from './module-source.ts';

/**
 * Binds functions of the compiled absum module to a memory, which the caller keeps. Instances share no
 * state, so several may work on one memory.
 *
 * @throws AbsumError `invalid-module` when the module lacks a function, `invalid-data` for a memory of no pages: the
 *   module asks for one at least, which spares a host half of its bounds checks
 */
export function bindExports<Kernels>(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  names: readonly (keyof Kernels & string)[],
): Kernels {
  checkModule(module);
  const functions = new Set(
    WebAssembly.Module.exports(module)
      .filter(({ kind }) => kind === 'function')
      .map(({ name }) => name),
  );
  const missing = names.filter((name) => !functions.has(name));
  if (missing.length > 0) {
    const message =
      'expected a function of this name in the absum module, got none (another module, or an old one?)';
    throw new AbsumError(
      'invalid-module',
      missing.map((name) => ({ place: `exports.${name}`, message })),
    );
  }
  if (memory.buffer.byteLength === 0)
    throw errorAt('invalid-data', 'memory', 'expected a memory of at least one page, got one of none');
  return new WebAssembly.Instance(module, { env: { memory } }).exports as Kernels;
}
