import { deflateRawSync } from 'node:zlib';

/** A cell: a number, a text, a truth value, nothing, or its element as it stands. */
export type Written = number | string | boolean | null | { readonly xml: string };

const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/** The XML of text. */
const escapeXml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const nameColumn = (c: number): string =>
  (c >= 26 ? nameColumn(Math.floor(c / 26) - 1) : '') + String.fromCharCode(65 + (c % 26));

function writeCell(value: Written, ref: string): string {
  if (value === null) return '';
  if (typeof value === 'object') return value.xml.replace('<c', `<c r="${ref}"`);
  if (typeof value === 'number') return `<c r="${ref}"><v>${value}</v></c>`;
  if (typeof value === 'boolean') return `<c r="${ref}" t="b"><v>${value ? 1 : 0}</v></c>`;
  return `<c r="${ref}" t="inlineStr"><is><t>${escapeXml(value)}</t></is></c>`;
}

/** The entries of a workbook with these sheets, and others in their place. */
export function listParts(
  sheets: Readonly<Record<string, readonly (readonly Written[])[]>>,
  {
    strings = [],
    formats = [],
    workbook = '',
  }: { strings?: string[]; formats?: string[]; workbook?: string } = {},
): Map<string, string> {
  const names = Object.keys(sheets);
  const relation = (id: number, type: string, target: string) =>
    `<Relationship Id="r${id}" Type="${REL}/${type}" Target="${target}"/>`;
  return new Map([
    ['_rels/.rels', `<Relationships>${relation(1, 'officeDocument', 'xl/workbook.xml')}</Relationships>`],
    [
      'xl/workbook.xml',
      `<?xml version="1.0"?><workbook xmlns="${MAIN}" xmlns:r="${REL}">${workbook}<sheets>${names
        .map((name, i) => `<sheet name="${escapeXml(name)}" sheetId="${i + 1}" r:id="r${i + 1}"/>`)
        .join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `<Relationships>${names.map((_, i) => relation(i + 1, 'worksheet', `worksheets/sheet${i + 1}.xml`)).join('')}${relation(98, 'sharedStrings', 'sharedStrings.xml')}${relation(99, 'styles', '/xl/styles.xml')}</Relationships>`,
    ],
    [
      'xl/sharedStrings.xml',
      `<sst xmlns="${MAIN}">${strings.map((text) => `<si>${text}</si>`).join('')}</sst>`,
    ],
    [
      'xl/styles.xml',
      `<styleSheet xmlns="${MAIN}"><numFmts>${formats.map((code, i) => `<numFmt numFmtId="${200 + i}" formatCode="${escapeXml(code)}"/>`).join('')}</numFmts><cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/>${formats.map((_, i) => `<xf numFmtId="${200 + i}"/>`).join('')}</cellXfs></styleSheet>`,
    ],
    ...Object.values(sheets).map((rows, i): [string, string] => [
      `xl/worksheets/sheet${i + 1}.xml`,
      `<worksheet xmlns="${MAIN}"><sheetData>${rows
        .map(
          (cells, r) =>
            `<row r="${r + 1}">${cells.map((cell, c) => writeCell(cell, `${nameColumn(c)}${r + 1}`)).join('')}</row>`,
        )
        .join('')}</sheetData></worksheet>`,
    ]),
  ]);
}

/** Packs entries as a zip archive. */
export function zip(parts: ReadonlyMap<string, string | Uint8Array>): Uint8Array {
  const chunks: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of parts) {
    const packed = deflateRawSync(content);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(packed.length, 18);
    head.writeUInt16LE(Buffer.byteLength(name), 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt16LE(Buffer.byteLength(name), 28);
    entry.writeUInt32LE(at, 42);
    chunks.push(head, Buffer.from(name), packed);
    directory.push(entry, Buffer.from(name));
    at += 30 + Buffer.byteLength(name) + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.size, 10);
  end.writeUInt32LE(at, 16);
  return new Uint8Array(Buffer.concat([...chunks, ...directory, end]));
}

/** A spreadsheet as programs write it. */
export function writeXlsx(...given: Parameters<typeof listParts>): Uint8Array {
  return zip(listParts(...given));
}
