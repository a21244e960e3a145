// A notebook as the page shows it: its code cells one below the other, each under a line that numbers it.

/** A code cell of the text that is shown. */
interface Cell {
  /** From 1, counting all cells of the notebook. */
  readonly number: number;
  /** The line of its heading; its own first line is the next one. */
  readonly heading: number;
  readonly source: string;
}

const HEADING = /^# %% cell ([1-9]\d{0,4})$/;
const writeHeading = (number: number): string => `# %% cell ${number}`;

interface NotebookCell extends Record<string, unknown> {
  readonly cell_type?: unknown;
}

/** The code cells of a notebook as one text; null where the text is no notebook with code in it. */
export function showNotebook(json: string): string | null {
  if (!/^\s*\{/.test(json)) return null;
  const cells = listCells(parse(json));
  const shown = cells.flatMap((cell, i) =>
    cell.cell_type === 'code' ? [`${writeHeading(i + 1)}\n${readSource(cell)}`] : [],
  );
  return shown.length === 0 ? null : shown.join('\n');
}

/** The cells of a text that is shown; null where it is a script. */
export function readCells(shown: string): readonly Cell[] | null {
  const [first] = shown.split('\n', 1);
  if (!HEADING.test(first)) return null;
  const lines = shown.split('\n');
  const cells: { number: number; heading: number; lines: string[] }[] = [];
  for (const [i, line] of lines.entries()) {
    const [, number] = HEADING.exec(line) ?? [];
    if (number === undefined) cells.at(-1)?.lines.push(line);
    // A heading that was pasted twice is a comment like any other.
    else if (Number(number) <= (cells.at(-1)?.number ?? 0)) return null;
    else cells.push({ number: Number(number), heading: i + 1, lines: [] });
  }
  return cells.map(({ number, heading, lines: own }) => ({ number, heading, source: own.join('\n') }));
}

/** What is checked: a script as it stands, a notebook as JSON without its outputs. */
export function writeChecked(shown: string): string {
  const cells = readCells(shown);
  return cells === null ? shown : JSON.stringify(writeCells(cells));
}

/** The line of what is shown on which a line of a cell stands. */
export function locateLine(
  cells: readonly Cell[] | null,
  { cell, line }: { readonly cell: number | null; readonly line: number },
): number {
  const own = cells?.find(({ number }) => number === cell);
  return own === undefined ? line : own.heading + line;
}

/**
 * The text as a file: of a notebook its JSON, outputs and all else kept.
 *
 * @param original the notebook that it was; null where that is not known
 */
export function writeFile(shown: string, original: string | null): string {
  const cells = readCells(shown);
  if (cells === null) return shown;
  const notebook = parse(original ?? '');
  if (!Array.isArray(notebook.cells)) return `${JSON.stringify(writeCells(cells), null, 1)}\n`;
  const sources = new Map(cells.map(({ number, source }) => [number, source]));
  const filled = (notebook.cells as readonly NotebookCell[]).map((cell, i) => {
    const source = sources.get(i + 1);
    return source === undefined || source === readSource(cell)
      ? cell
      : { ...cell, source: source.split(/(?<=\n)/) };
  });
  return `${JSON.stringify({ ...notebook, cells: filled }, null, 1)}\n`;
}

/** A notebook that numbers its code cells alike; between them stand empty texts. */
function writeCells(cells: readonly Cell[]): object {
  const length = cells.at(-1)?.number ?? 0;
  const all: object[] = Array.from({ length }, () => ({ cell_type: 'markdown', metadata: {}, source: '' }));
  for (const { number, source } of cells) {
    all[number - 1] = { cell_type: 'code', execution_count: null, metadata: {}, outputs: [], source };
  }
  return { cells: all, metadata: {}, nbformat: 4, nbformat_minor: 5 };
}

function parse(json: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Those of an old notebook stand in its worksheets. */
function listCells({ cells, worksheets }: Readonly<Record<string, unknown>>): readonly NotebookCell[] {
  const lists = Array.isArray(worksheets) ? worksheets.map((sheet) => (sheet as NotebookCell)?.cells) : [];
  return [cells, ...lists]
    .flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []))
    .filter((cell): cell is NotebookCell => typeof cell === 'object' && cell !== null);
}

function readSource({ source, input }: NotebookCell): string {
  const text = source ?? input;
  const joined = Array.isArray(text) ? text.join('') : typeof text === 'string' ? text : '';
  return joined.replaceAll(/\r\n?/g, '\n');
}
