/** The code of a Jupyter notebook as one program; null where the text is none. */
export function readNotebook(
  text: string,
): { text: string; cells: { cell: number; firstLine: number }[] } | null {
  if (!/^\s*\{/.test(text)) return null;
  const parsed = parse(text);
  if (parsed === null) return null;
  const cells: { cell: number; firstLine: number }[] = [];
  const lines: string[] = [];
  for (const [i, each] of parsed.entries()) {
    const code = readCode(each);
    if (code === null) continue;
    cells.push({ cell: i + 1, firstLine: lines.length + 1 });
    for (const line of code.split('\n')) lines.push(line);
  }
  return { text: lines.join('\n'), cells };
}

function parse(text: string): unknown[] | null {
  try {
    const notebook: unknown = JSON.parse(text);
    if (typeof notebook !== 'object' || notebook === null || !('cells' in notebook)) return null;
    return Array.isArray(notebook.cells) ? notebook.cells : null;
  } catch {
    return null;
  }
}

/** The code of a cell; null of text. Commands of the notebook itself, such as `%matplotlib`, are no Python. */
function readCode(cell: unknown): string | null {
  if (typeof cell !== 'object' || cell === null) return null;
  if (!('cell_type' in cell) || cell.cell_type !== 'code' || !('source' in cell)) return null;
  const { source } = cell;
  const code = Array.isArray(source) ? source.filter((line) => typeof line === 'string').join('') : source;
  if (typeof code !== 'string') return null;
  if (/^\s*%%(?!time|capture)/.test(code)) return '';
  return code.replace(/^([ \t]*)([%!?])/gm, '$1#$2');
}
