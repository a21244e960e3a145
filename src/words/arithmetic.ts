/** The arithmetic of a plan or a report, as far as it is worth a word. */
interface Arithmetic {
  readonly mode: 'strict' | 'relaxed';
  readonly fusesProducts: boolean;
  readonly reason: string | null;
}

/** What is worth saying of the arithmetic beside the engine: ", relaxed arithmetic"; nothing of what is usual. */
export function describeArithmetic({ mode, fusesProducts, reason }: Arithmetic): string {
  if (reason !== null) return `, strict arithmetic (${reason})`;
  if (mode === 'strict') return '';
  return fusesProducts ? ', relaxed arithmetic' : ', relaxed arithmetic (this host fuses no products)';
}
