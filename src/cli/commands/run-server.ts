import { availableParallelism } from 'node:os';
import { AbsumError } from '../../errors.ts';
import { writeUrl } from '../../node/default-address.ts';
import { VERSION } from '../../version.ts';
import type { Context } from '../environment.ts';
import { FailureError, UsageError } from '../exit-codes.ts';
import { readTextFile } from '../input/read-input.ts';

export interface ServeFlags {
  readonly port: number;
  readonly host: string;
  readonly workers?: number | undefined;
  /** A file. */
  readonly keys?: string | undefined;
  readonly rate?: number | undefined;
  readonly origins?: string | undefined;
  readonly allowHosts?: string | undefined;
  /** Estimated seconds that a caller may ask for in a day. */
  readonly budget?: number | undefined;
  readonly mostSweeps?: number | undefined;
  /** In MB. */
  readonly memory?: number | undefined;
  readonly log?: boolean | undefined;
  /** The folder of sweeps; false for a server without. */
  readonly sweeps: string | false;
  readonly sweepDays?: number | undefined;
}

/** An end that takes longer is explained. */
const SILENT_MS = 300;

/** Serves until the first Ctrl-C, then answers what is under way and ends. */
export async function runServer(
  { environment, services }: Context,
  flags: ServeFlags,
  signal: AbortSignal,
): Promise<void> {
  const { port, host, workers = availableParallelism(), keys, rate, origins, log } = flags;
  const { allowHosts, budget, mostSweeps, memory, sweeps, sweepDays } = flags;
  const { startServer } = await services.server();
  const options = {
    port,
    hostname: host,
    ...(workers > 0 && { workers }),
    ...(keys !== undefined && { keys: await readTextFile(keys) }),
    ...(sweeps !== false && { sweeps, sweepDays }),
    ...(rate !== undefined && { rate }),
    ...(origins !== undefined && { origins }),
    ...(allowHosts !== undefined && { allowHosts }),
    ...(budget !== undefined && { budgetSeconds: budget }),
    ...(mostSweeps !== undefined && { mostSweeps }),
    ...(memory !== undefined && { limits: { memory: memory * 1e6 } }),
    ...(log && { log: (entry: object) => void environment.stderr.write(`${JSON.stringify(entry)}\n`) }),
  };
  const server = await startServer(options).catch((error: NodeJS.ErrnoException) => {
    throw describeRefusal(error, port, host);
  });
  const address = writeUrl(host, server.port);
  environment.stdout.write(`absum ${VERSION} answers at ${address} (Ctrl-C ends it)\n`);
  if (!signal.aborted) {
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  }
  const say = () =>
    environment.stderr.write('Answering the requests under way; Ctrl-C again ends at once.\n');
  const timer = setTimeout(say, SILENT_MS);
  await server.close().finally(() => clearTimeout(timer));
}

function describeRefusal(error: NodeJS.ErrnoException, port: number, host: string): Error {
  if (error instanceof AbsumError && error.issues[0]?.place === 'sweeps') {
    return new FailureError(
      `--sweeps: ${error.issues[0].message}. Name another, or start it with --no-sweeps`,
    );
  }
  switch (error.code) {
    case 'EADDRINUSE':
      return new FailureError(`--port: ${port} is taken by another program`);
    case 'EACCES':
      return new UsageError(`--port: ${port} needs rights that you do not have; take one above 1023`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new UsageError(`--host: ${host} is no address of this machine`);
    default:
      return error;
  }
}
