import type { Engine } from '../engines/engine.ts';
import type { Recipe } from '../recipe/schema.ts';
import type { ArithmeticFigures } from './schema.ts';

/** What trains, and in which arithmetic. */
interface Settled {
  readonly engine: Engine;
  readonly arithmetic: ArithmeticFigures;
}

/** Settles the arithmetic that a recipe asks for: the strict one where engine or host have no other. */
export async function settleArithmetic(asked: Recipe['arithmetic'], engine: Engine): Promise<Settled> {
  const strict = (reason: string | null): Settled => ({
    engine,
    arithmetic: { mode: 'strict', fusesProducts: false, reason },
  });
  if (asked === 'strict') return strict(null);
  if (engine.relax === undefined) return strict(`the engine ${engine.name} has no relaxed arithmetic here`);
  const relaxed = await engine.relax();
  if (relaxed === null) return strict('this host has no relaxed SIMD');
  const { fusesProducts } = relaxed;
  return { engine: relaxed.engine, arithmetic: { mode: 'relaxed', fusesProducts, reason: null } };
}
