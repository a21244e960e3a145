import { createHash } from 'node:crypto';
import type { Mutant } from './list-mutants.ts';

/** Why a mutant that no test can notice changes nothing; found again by its lines, wherever they move. */
export interface Explained {
  readonly before: string;
  readonly after: string;
  readonly reason: string;
}

/**
 * Draws `count` mutants by a seed. Each is hashed by its own lines, so that a change elsewhere draws no others.
 */
export function drawMutants<M extends Mutant>(mutants: readonly M[], count: number, seed: number): M[] {
  const seen = new Map<string, number>();
  const hashed = mutants.map((mutant) => {
    const { before, after } = mutant.lines;
    const key = `${before}\n${after}`;
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    return { mutant, hash: createHash('sha256').update(`${seed}\n${nth}\n${key}`).digest('hex') };
  });
  return hashed
    .sort((a, b) => (a.hash < b.hash ? -1 : 1))
    .slice(0, count)
    .map(({ mutant }) => mutant);
}

export function findExplained(explained: readonly Explained[], { lines }: Mutant): Explained | undefined {
  return explained.find(({ before, after }) => before === lines.before && after === lines.after);
}
