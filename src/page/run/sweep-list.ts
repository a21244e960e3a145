/** A sweep that this browser started, and where it is found. */
interface KnownSweep {
  /** What stands behind `#` in its address. */
  readonly link: string;
  /** Milliseconds since 1970. */
  readonly started: number;
}

const KEY = 'absum-sweeps';
/** Older ones have ended, or are found by a bookmark. */
const MOST = 20;

/** The sweeps that this browser started, the newest first; none where it keeps nothing. */
export function listSweeps(): readonly KnownSweep[] {
  try {
    const known: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(known) ? known.filter(isKnownSweep) : [];
  } catch {
    return [];
  }
}

export function rememberSweep(sweep: KnownSweep): void {
  try {
    localStorage.setItem(KEY, JSON.stringify([sweep, ...listSweeps()].slice(0, MOST)));
  } catch {
    // A browser that keeps nothing still has the address.
  }
}

function isKnownSweep(value: unknown): value is KnownSweep {
  const { link, started } = (value ?? {}) as Partial<KnownSweep>;
  return typeof link === 'string' && typeof started === 'number';
}
