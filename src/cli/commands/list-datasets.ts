import type { BuiltInInfo } from '../../data/built-in.ts';
import { BUILT_IN } from '../../data/built-in.ts';
import type { Environment } from '../environment.ts';
import { createStyle, findColour, findWidth, type Style } from '../terminal/style.ts';
import { countColumns, drawBlocks, drawTable, type TableColumn } from '../terminal/table.ts';
import { wrapText } from '../terminal/wrap.ts';

/** The narrowest that a title is still read at ease. */
const NARROWEST_TITLE = 30;

interface DatasetFlags {
  readonly json?: boolean | undefined;
  readonly color: boolean;
}

/** Prints the built-in data sets. */
export function listDatasets({ stdout, env }: Environment, flags: DatasetFlags): void {
  const style = createStyle(findColour(stdout, env, flags.color));
  const text = flags.json
    ? JSON.stringify({ datasets: BUILT_IN })
    : formatDatasets(BUILT_IN, findWidth(stdout, env), style).join('\n');
  stdout.write(`${text}\n`);
}

function formatDatasets(infos: readonly BuiltInInfo[], width: number, style: Style): string[] {
  const columns: TableColumn<BuiltInInfo>[] = [
    { title: 'name', align: 'left', cell: ({ name }) => name },
    { title: 'rows', align: 'right', cell: ({ rows }) => String(rows) },
    { title: 'features', align: 'right', cell: ({ features }) => String(features) },
    { title: 'target', align: 'left', cell: ({ target }) => target },
  ];
  const room = width - 2 - Math.max(...drawTable(columns, infos, style).map(countColumns));
  if (room < NARROWEST_TITLE) {
    const [, ...rest] = columns;
    return infos.flatMap((info) => [
      ...drawBlocks(({ name }) => name, rest, [info], { width, style }),
      ...wrapText(`  ${info.title}`, width, '  '),
    ]);
  }
  const title: TableColumn<BuiltInInfo> = {
    title: 'about',
    align: 'left',
    cell: (info) => wrapText(info.title, room).join('\n'),
  };
  return drawTable([...columns, title], infos, style);
}
