import type { BuiltInInfo } from '../../data/built-in.ts';
import { BUILT_IN } from '../../data/built-in.ts';
import type { Environment } from '../environment.ts';
import { chooseFormat, type FormatFlags } from '../formats/format.ts';
import { createStyle, findColour, findWidth, type Style } from '../terminal/style.ts';
import { countColumns, drawBlocks, drawTable, type TableColumn } from '../terminal/table.ts';
import { wrapText } from '../terminal/wrap.ts';

/** The narrowest that a title is still read at ease. */
const NARROWEST_TITLE = 30;

interface DatasetFlags extends FormatFlags {
  readonly color: boolean;
}

/** Prints the built-in data sets. */
export async function listDatasets({ stdout, env }: Environment, flags: DatasetFlags): Promise<void> {
  const style = createStyle(findColour(stdout, env, flags.color));
  switch (chooseFormat(flags)) {
    case 'text':
      stdout.write(`${formatDatasets(BUILT_IN, findWidth(stdout, env), style).join('\n')}\n`);
      break;
    case 'json':
      stdout.write(`${JSON.stringify({ datasets: BUILT_IN })}\n`);
      break;
    case 'md': {
      const { writeMarkdownTable } = await import('../formats/markdown.ts');
      stdout.write(writeMarkdownTable([...COLUMNS, ABOUT], BUILT_IN));
      break;
    }
    case 'csv': {
      const { writeCells } = await import('../../data/doors/write-csv.ts');
      const rows = BUILT_IN.map(({ name, rows, features, target, title }) => [
        ...[name, rows, features, target, title],
      ]);
      stdout.write(writeCells(['name', 'rows', 'features', 'target', 'about'], rows));
    }
  }
}

const COLUMNS: TableColumn<BuiltInInfo>[] = [
  { title: 'name', align: 'left', cell: ({ name }) => name },
  { title: 'rows', align: 'right', cell: ({ rows }) => String(rows) },
  { title: 'features', align: 'right', cell: ({ features }) => String(features) },
  { title: 'target', align: 'left', cell: ({ target }) => target },
];
const ABOUT: TableColumn<BuiltInInfo> = { title: 'about', align: 'left', cell: ({ title }) => title };

function formatDatasets(infos: readonly BuiltInInfo[], width: number, style: Style): string[] {
  const room = width - 2 - Math.max(...drawTable(COLUMNS, infos, style).map(countColumns));
  if (room < NARROWEST_TITLE) {
    const [, ...rest] = COLUMNS;
    return infos.flatMap((info) => [
      ...drawBlocks(({ name }) => name, rest, [info], { width, style }),
      ...wrapText(`  ${info.title}`, width, '  '),
    ]);
  }
  const cell = (info: BuiltInInfo) => wrapText(info.title, room).join('\n');
  return drawTable([...COLUMNS, { ...ABOUT, cell }], infos, style);
}
