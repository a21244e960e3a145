import { describe, expect, it } from 'vitest';
import { takeText } from '../../../src/page/check/read-loop-file.ts';
import {
  locateLine,
  readCells,
  showNotebook,
  writeChecked,
  writeFile,
} from '../../../src/page/check/text/notebook.ts';

const NOTEBOOK = {
  cells: [
    { cell_type: 'markdown', metadata: {}, source: ['# A loop'] },
    {
      cell_type: 'code',
      execution_count: 3,
      metadata: { tags: ['a'] },
      outputs: [{ output_type: 'stream', text: ['0.5'] }],
      source: ['import torch\n', 'x = 1'],
    },
    { cell_type: 'raw', metadata: {}, source: 'raw' },
    { cell_type: 'code', execution_count: null, metadata: {}, outputs: [], source: 'y = 2\n' },
  ],
  metadata: { kernelspec: { name: 'python3' } },
  nbformat: 4,
  nbformat_minor: 5,
};
const SHOWN = '# %% cell 2\nimport torch\nx = 1\n# %% cell 4\ny = 2\n';

describe('a notebook', () => {
  it('is shown by its code cells, each under its number among all cells', () => {
    expect(showNotebook(JSON.stringify(NOTEBOOK))).toBe(SHOWN);
    expect(readCells(SHOWN)).toEqual([
      { number: 2, heading: 1, source: 'import torch\nx = 1' },
      { number: 4, heading: 4, source: 'y = 2\n' },
    ]);
  });

  it('is checked without its outputs, its cells numbered as they were', () => {
    const { cells } = JSON.parse(writeChecked(SHOWN)) as { cells: { cell_type: string; source: string }[] };
    expect(cells.map(({ cell_type, source }) => [cell_type, source])).toEqual([
      ['markdown', ''],
      ['code', 'import torch\nx = 1'],
      ['markdown', ''],
      ['code', 'y = 2\n'],
    ]);
    expect(showNotebook(writeChecked(SHOWN))).toBe(SHOWN);
  });

  it('has the lines of its cells below their headings', () => {
    const cells = readCells(SHOWN);
    expect(locateLine(cells, { cell: 2, line: 2 })).toBe(3);
    expect(locateLine(cells, { cell: 4, line: 1 })).toBe(5);
    expect(locateLine(null, { cell: null, line: 7 })).toBe(7);
  });

  it('is saved with all that it had besides the cells that were edited', () => {
    const original = JSON.stringify(NOTEBOOK);
    const saved = JSON.parse(writeFile(SHOWN.replace('x = 1', 'x = 3\nz = 4'), original)) as typeof NOTEBOOK;
    const [text, code, ...others] = NOTEBOOK.cells;
    expect(saved).toEqual({
      ...NOTEBOOK,
      cells: [text, { ...code, source: ['import torch\n', 'x = 3\n', 'z = 4'] }, ...others],
    });
    expect(JSON.parse(writeFile(SHOWN, null))).toEqual(JSON.parse(writeChecked(SHOWN)));
    expect(writeFile('x = 1\n', null)).toBe('x = 1\n');
  });

  it('of the third format stands in worksheets', () => {
    const old = { worksheets: [{ cells: [{ cell_type: 'code', input: ['a = 1\r\n', 'b'] }] }], nbformat: 3 };
    expect(showNotebook(JSON.stringify(old))).toBe('# %% cell 1\na = 1\nb');
  });

  it('is none where there is no code in it, or no JSON', () => {
    expect(showNotebook('{"cells": [{"cell_type": "markdown", "source": "a"}]}')).toBeNull();
    expect(showNotebook('{"cells": 1, "worksheets": [null, 3]}')).toBeNull();
    expect(showNotebook('{broken')).toBeNull();
    expect(showNotebook('import torch')).toBeNull();
  });
});

describe('a script', () => {
  it('is checked as it stands, a heading within it too', () => {
    for (const text of ['x = 1\n# %% cell 2\n', '# %% cell 2\nx\n# %% cell 2\n', '# %% cell 0\n', '']) {
      expect(readCells(text)).toBeNull();
      expect(writeChecked(text)).toBe(text);
    }
  });

  it('loses the mark and the line ends of another system', () => {
    expect(takeText('\uFEFFa\r\nb\rc', 'a.py')).toMatchObject({ text: 'a\nb\nc', fileName: 'a.py' });
    expect(takeText(JSON.stringify(NOTEBOOK), 'a.ipynb')).toMatchObject({
      text: SHOWN,
      notebook: JSON.stringify(NOTEBOOK),
    });
  });
});
