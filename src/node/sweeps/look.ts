import { Ledger } from '../../sweeps/ledger.ts';
import type { SweepStanding, SweepView } from '../../sweeps/sweep.ts';
import { openSweepFolder, type SweepFolder } from './folder.ts';
import { listStandings } from './sweeps.ts';

// Looking into a folder in which another process may work.

/** The sweeps of a folder in the order of their starts. */
export function listSweeps(path: string): SweepStanding[] {
  return lookInto(path, (folder) => listStandings(folder, Date.now));
}

/** A sweep of a folder; null if it has no such sweep. */
export function viewSweep(path: string, id: string): SweepView | null {
  return lookInto(path, (folder) => {
    const store = folder.openStore(id, false);
    return store && new Ledger(store, Date.now).view();
  });
}

function lookInto<Seen>(path: string, look: (folder: SweepFolder) => Seen): Seen {
  const folder = openSweepFolder(path);
  try {
    return look(folder);
  } finally {
    folder.close();
  }
}
