import { DEFAULT_FOLDER } from '../../node/sweeps/default-folder.ts';
import type { Context } from '../environment.ts';
import { findService, type PlaceFlags, type Service } from './find-service.ts';
import type { SweepDesk } from './sweep-desk.ts';

/** Opens the desk that the options name, by default that of the folder `absum-sweeps`. */
async function openDesk(context: Context, flags: PlaceFlags): Promise<SweepDesk> {
  const service = findService(flags, context.environment.env);
  if (service !== null) return openRemoteDesk(context, service);
  const { openLocalDesk } = await import('./local-desk.ts');
  return openLocalDesk(context, flags.sweeps ?? DEFAULT_FOLDER, flags);
}

/** Does something at a desk, and closes it. */
export async function withDesk<Result>(
  context: Context,
  flags: PlaceFlags,
  work: (desk: SweepDesk) => Promise<Result>,
): Promise<Result> {
  const desk = await openDesk(context, flags);
  try {
    return await work(desk);
  } finally {
    await desk.close();
  }
}

async function openRemoteDesk({ services }: Context, { url, key }: Service): Promise<SweepDesk> {
  const client = await services.sweeps();
  return {
    place: { url },
    start: (recipe, _isLeft, signal) => client.startSweep(url, recipe, { signal, key }),
    read: (id, signal) => client.readSweep(url, id, { signal, key }),
    follow: (id, work) => client.followSweep(url, id, { ...work, key }),
    stop: (id, signal) => client.stopSweep(url, id, { signal, key }),
    close: async () => {},
  };
}
