import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openFile } from '../../../../src/data/doors/open-file.ts';
import { damage } from '../damage.ts';
import { listParts, type Written, writeXlsx, zip } from './write-xlsx.ts';

const TABLE: Written[][] = [
  ['a', 'y'],
  [1, 2],
];
const open = (bytes: Uint8Array, sheet?: string) => openFile(bytes, sheet);
const read = async (...given: Parameters<typeof writeXlsx>) => (await open(writeXlsx(...given))).text;
const cell = (xml: string) => ({ xml });
const shared = (i: number) => cell(`<c t="s"><v>${i}</v></c>`);

describe('a sheet of a spreadsheet', () => {
  it('gives numbers as stored, texts, truth values and errors, quoted where CSV needs it', async () => {
    const rows = [
      ['name', 'a,b', 'c', 'd'],
      ['x"y', 0.1, true, cell('<c t="e"><v>#N/A</v></c>')],
      [null, cell('<c><v>0.30000000000000004</v></c>'), false, cell('<c><v>1E-3</v></c>')],
      [cell('<c t="str"><f>A1</f><v>made</v></c>'), cell('<c><f>1+1</f><v>2</v></c>'), null, -7],
    ];
    expect(await read({ Data: rows })).toBe(
      'name,"a,b",c,d\n"x""y",0.1,true,#N/A\n,0.30000000000000004,false,0.001\nmade,2,,-7\n',
    );
  });

  it('gives shared texts with their parts, without what sounds them, and with the characters that XML lacks', async () => {
    const strings = [
      '<t>a</t>',
      '<r><t xml:space="preserve">two </t></r><r><t>parts</t></r>',
      '<t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh>',
      '<t>R&amp;D_x0009_</t>',
    ];
    const rows = [
      [shared(0), 'y'],
      [shared(1), 1],
      [shared(2), 2],
      [shared(3), 3],
    ];
    expect(await read({ Data: rows }, { strings })).toBe('a,y\ntwo parts,1\n東京,2\n"R&D\t",3\n');
  });

  it('gives dates by the format of their cells in ISO 8601, and times alone as numbers', async () => {
    const formats = [
      'yyyy\\-mm\\-dd',
      '[$-407]d. mmm yyyy "um" hh:mm',
      '[h]:mm:ss',
      '0.00" days"',
      '[Red]0.0',
      'mmm-yy',
    ];
    const styled = (style: number, value: number) => cell(`<c s="${style}"><v>${value}</v></c>`);
    const rows = [
      ['day', 'moment', 'more'],
      [styled(1, 45_351), styled(2, 45_351.5), styled(3, 45_351)],
      [styled(1, 60), styled(2, 59), styled(3, 61)],
      [styled(4, 45_351.25), styled(5, 1.5), styled(6, 45_351)],
      [styled(7, 45_351), styled(8, 45_323), styled(1, -1)],
    ];
    // Excel calls 60 the 29th of February 1900, a day that there was not.
    expect(await read({ Data: rows }, { formats })).toBe(
      [
        'day,moment,more',
        '2024-02-29,2024-02-29T12:00:00,2024-02-29',
        '1900-02-28,1900-02-28T00:00:00,1900-03-01',
        '2024-02-29T06:00:00,1.5,45351',
        '45351,2024-02-01,-1',
        '',
      ].join('\n'),
    );
    const old = await read(
      { Data: [['day'], [styled(1, 43_889)]] },
      { workbook: '<workbookPr date1904="1"/>' },
    );
    expect(old).toBe('day\n2024-02-29\n');
  });

  it('begins at its first column; blank rows before the last stay, and what is only formatted does not', async () => {
    const rows = [
      [],
      [null, 'a', 'y'],
      [null, 1, 2],
      [],
      [null, 3, 4],
      [cell('<c s="1"/>'), null, null, cell('<c s="1"/>')],
    ];
    expect(await read({ Data: rows })).toBe('\na,y\n1,2\n\n3,4\n');
  });

  it('is the first that is not hidden, or the one asked for by name or number, and said', async () => {
    const sheets = { '3': TABLE, 'My data': [['b'], [3]], Notes: [['c'], [4]] };
    expect(await open(writeXlsx(sheets))).toEqual({
      text: 'a,y\n1,2\n',
      part: 'sheet "3" of 3',
      sheets: { names: ['3', 'My data', 'Notes'], taken: '3' },
    });
    expect((await open(writeXlsx(sheets), 'Notes')).text).toBe('c\n4\n');
    expect((await open(writeXlsx(sheets), '2')).part).toBe('sheet "My data" of 3');
    // A name goes before a number.
    expect((await open(writeXlsx(sheets), '3')).text).toBe('a,y\n1,2\n');
    expect((await open(writeXlsx({ Only: TABLE }))).part).toBe('');
    for (const wanted of ['4', '0', 'my data', '']) {
      await expect(open(writeXlsx(sheets), wanted)).rejects.toThrow(
        'one of the sheets "3", "My data", "Notes", or its number',
      );
    }
    const hidden = listParts(sheets);
    const book = hidden.get('xl/workbook.xml') ?? '';
    hidden.set('xl/workbook.xml', book.replace('sheetId="1"', 'sheetId="1" state="hidden"'));
    expect((await open(zip(hidden))).part).toBe('sheet "My data" of 3');
  });

  it.each([
    [
      'exceljs.xlsx',
      'name,größe,day,at,ok,sum,pct\n"a ""b"", c",1.5,2024-02-29,2024-02-29T13:05:00,true,3,0.47\nünï 🎉 <&>,0.19999999999999998,,1999-12-31T23:59:59,false,#DIV/0!,1e-12\n',
    ],
    ['sheetjs.xlsx', 'name,x,d\np q,1.25,2024-01-02\nr,2e+22,2024-01-03T12:00:00\n'],
  ])('of another writer is read: %s', async (name, text) => {
    const file = readFileSync(new URL(`../../../../fixtures/doors/${name}`, import.meta.url));
    expect((await open(new Uint8Array(file))).text).toBe(text);
  });

  it('is refused where a formula has no result, at its cell', async () => {
    const rows = [...TABLE, [1, cell('<c><f>SUM(A1:A2)</f></c>')]];
    await expect(read({ Data: rows })).rejects.toThrow('cell B3 holds a formula without its result');
  });

  it.each([
    ['.ods', ['mimetype', 'content.xml'], 'an .ods spreadsheet'],
    ['.xlsb', ['xl/workbook.bin'], 'an .xlsb spreadsheet'],
    ['.docx', ['word/document.xml'], 'a document'],
    ['.numbers', ['Index/Document.iwa'], 'a spreadsheet of Numbers'],
    ['.npz', ['a.npy'], 'an archive of NumPy'],
    ['.zip', ['data.csv'], 'a .zip archive; unpack it'],
    ['empty .zip', [], 'a .zip archive; unpack it'],
  ])('is told from a file that only looks alike: %s', async (_, names, message) => {
    const bytes = zip(new Map(names.map((name) => [name, 'x'])));
    await expect(open(bytes)).rejects.toThrow(`data.csv: expected a CSV text, got ${message}`);
  });
});

describe('a hostile spreadsheet', () => {
  it('that opens to more than 64 MB, in one entry or in all, is stopped', async () => {
    const parts = listParts({ Data: TABLE });
    const blanks = ' '.repeat(40 * 2 ** 20);
    const padded = parts.get('xl/sharedStrings.xml') ?? '';
    parts.set('xl/sharedStrings.xml', padded + blanks);
    parts.set('xl/worksheets/sheet1.xml', (parts.get('xl/worksheets/sheet1.xml') ?? '') + blanks);
    await expect(open(zip(parts))).rejects.toMatchObject({ code: 'limit-exceeded' });
  });

  it('with one long text in many cells is stopped before the text is written so often', async () => {
    const long = 'x'.repeat(1_000_000);
    const rows = Array.from({ length: 100 }, () => [shared(0), shared(0)]);
    await expect(read({ Data: rows }, { strings: [`<t>${long}</t>`] })).rejects.toMatchObject({
      code: 'limit-exceeded',
    });
  });

  it('with a cell far below or beside the others is refused by its size', async () => {
    const far = cell('<c r="XFD1048576"><v>1</v></c>');
    const parts = listParts({ Data: TABLE });
    const sheet = (parts.get('xl/worksheets/sheet1.xml') ?? '').replace(
      '</sheetData>',
      `<row r="1048576">${far.xml}</row></sheetData>`,
    );
    parts.set('xl/worksheets/sheet1.xml', sheet);
    await expect(open(zip(parts))).rejects.toThrow('1048576 rows x 16384 columns');
    parts.set('xl/worksheets/sheet1.xml', sheet.replace('XFD1048576', 'ZZZ1').replace('1048576', '1e99'));
    await expect(open(zip(parts))).rejects.toThrow('out of bounds');
  });

  it('with entities that grow is read without them', async () => {
    const parts = listParts({ Data: TABLE });
    const bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>';
    const sheet = parts.get('xl/worksheets/sheet1.xml') ?? '';
    parts.set('xl/worksheets/sheet1.xml', bomb + sheet.replace('<t>a</t>', '<t>&b;</t>'));
    expect((await open(zip(parts))).text).toBe('"&b;",y\n1,2\n');
  });

  it('of any damage is read or refused, without a crash', async () => {
    const whole = writeXlsx({ Data: TABLE, More: TABLE }, { strings: ['<t>a</t>'], formats: ['yyyy'] });
    const parts = listParts({ Data: TABLE, More: TABLE }, { strings: ['<t>a</t>'], formats: ['yyyy'] });
    // What is packed is damaged before it is packed too, since the checks of a zip archive let little through.
    const files = [...damage(whole, 150)];
    for (const [name, content] of parts) {
      for (const bytes of damage(new TextEncoder().encode(content), 40)) {
        files.push(zip(new Map<string, string | Uint8Array>([...parts, [name, bytes]])));
      }
    }
    const outcomes = await Promise.allSettled(files.map((bytes) => open(bytes)));
    const thrown = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(thrown.length).toBeGreaterThan(100);
    for (const error of thrown) expect(error).toMatchObject({ name: 'AbsumError' });
  });
});
