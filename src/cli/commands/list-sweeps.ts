import { DEFAULT_FOLDER } from '../../node/sweeps/default-folder.ts';
import type { SweepStanding } from '../../sweeps/sweep.ts';
import type { Context } from '../environment.ts';
import { createStyle, findColour } from '../terminal/style.ts';
import { drawTable, type TableColumn } from '../terminal/table.ts';
import { formatTime } from './show-sweep.ts';

/** The options of `sweep list`. */
export interface ListFlags {
  readonly sweeps?: string | undefined;
  readonly json?: boolean | undefined;
  readonly color: boolean;
}

/** Prints the sweeps in a folder of this machine, in the order of their starts. */
export async function listSweeps(
  { environment, services }: Context,
  { sweeps: folder = DEFAULT_FOLDER, json, color }: ListFlags,
): Promise<void> {
  const { stdout, env } = environment;
  const node = await services.folder();
  const found = node.listSweeps(folder);
  if (json) {
    stdout.write(`${JSON.stringify(found)}\n`);
    return;
  }
  const style = createStyle(findColour(stdout, env, color));
  const lines = found.length === 0 ? [`There is no sweep in ${folder}.`] : drawTable(COLUMNS, found, style);
  stdout.write(`${lines.join('\n')}\n`);
}

const COLUMNS: TableColumn<SweepStanding>[] = [
  { title: 'sweep', align: 'left', cell: ({ id }) => id },
  { title: 'state', align: 'left', cell: ({ state }) => state },
  { title: 'trials', align: 'right', cell: ({ progress: { done, of } }) => `${done} of ${of}` },
  { title: 'started', align: 'left', cell: ({ started }) => formatTime(started) },
  { title: 'kept until', align: 'left', cell: ({ expires }) => formatTime(expires) },
];
