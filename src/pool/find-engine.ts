import type { Engine } from '../engines/engine.ts';
import { errorAt } from '../errors.ts';
import type { Work } from '../training/pair.ts';

/**
 * The engine, of those of a worker, that a work was planned for, in its arithmetic.
 *
 * @throws AbsumError `unsupported` where the worker has none
 */
export async function findEngine(engines: readonly Engine[], { figures }: Work): Promise<Engine> {
  const { mode } = figures.arithmetic;
  const named = engines.find(({ name }) => name === figures.engine);
  if (named === undefined) {
    const atHand = engines.map(({ name }) => name).join(', ') || 'none';
    const message = `there is no engine "${figures.engine}" in the worker (at hand: ${atHand})`;
    throw errorAt('unsupported', 'engine', message);
  }
  const engine = mode === 'strict' ? named : (await named.relax?.())?.engine;
  if (engine !== undefined) return engine;
  throw errorAt('unsupported', 'arithmetic', `the engine "${named.name}" of the worker has no ${mode} one`);
}
