/** A file that is no text: one that has a door of its own, or one that is refused by its name. */
export interface Recognised {
  readonly kind: 'gzip' | 'parquet' | 'zip' | 'other';
  /** What it is called: `a PDF`. */
  readonly name: string;
  /** What to do where it is not read. */
  readonly wayOut: string;
}

const SAVE = 'save the table as "CSV UTF-8"';
const UNPACK = 'unpack it first';
const EXPORT = 'write the table as CSV or Parquet';

/** What files that are no text begin with, as Latin-1. */
const SIGNATURES: readonly (readonly [starts: readonly string[], name: string, wayOut: string])[] = [
  [['\xd0\xcf\x11\xe0'], 'an .xls spreadsheet, or one with a password', SAVE],
  [['%PDF-'], 'a PDF', 'copy its table into a spreadsheet and save that as "CSV UTF-8"'],
  [
    ['\x89PNG', '\xff\xd8\xff', 'GIF87a', 'GIF89a'],
    'an image',
    'a table is read as text, not from a picture',
  ],
  [['SQLite format 3\0'], 'an SQLite database', 'write the table as CSV (sqlite3 -header -csv)'],
  [['\x89HDF'], 'an HDF5 file', EXPORT],
  [['ARROW1\0', 'FEA1\0'], 'an Arrow or Feather file', EXPORT],
  [['\x80\x03', '\x80\x04', '\x80\x05', '\x93NUMPY'], 'a file of Python (pickle or NumPy)', EXPORT],
  [['RDX2\n', 'RDX3\n', 'X\n\0\0\0'], 'a file of R', 'write the table by write.csv(row.names = FALSE)'],
  [['<stata_dta>', '$FL2@', 'MATLAB 5.0'], 'a file of Stata, SPSS or MATLAB', EXPORT],
  [['\x28\xb5\x2f\xfd'], 'a zstd archive', `${UNPACK} (zstd -d)`],
  [['BZh91AY&SY'], 'a bzip2 archive', `${UNPACK} (bunzip2)`],
  [['\xfd7zXZ'], 'an xz archive', `${UNPACK} (unxz)`],
  [['7z\xbc\xaf'], 'a 7z archive', UNPACK],
];

/** What texts that are no table begin with; no header line looks so. */
const TEXTS: readonly (readonly [start: RegExp, name: string, wayOut: string])[] = [
  [/^<(?:!doctype html|html|head|table|!--)/i, 'a web page', 'download the table itself'],
  [/^<\?xml/, 'XML', EXPORT],
  [/^(?:\{\s*"|\[\s*[[{\]])/, 'JSON', 'it is sent as application/json, with rows in data.rows'],
];

/** How much of a file is looked at: a page may begin with blanks. */
const START = 512;
/** Where a tar archive names itself. */
const TAR = [257, 'ustar'] as const;

/** Recognises a file that is no CSV text by its content, since names lie and a body has none; else null. */
export function recognise(bytes: Uint8Array): Recognised | null {
  // One character for each byte; a decoder of "latin1" would be one of Windows-1252, which changes some.
  const start = String.fromCharCode(...bytes.subarray(0, START));
  if (start.startsWith('\x1f\x8b'))
    return { kind: 'gzip', name: 'a gzip archive', wayOut: `${UNPACK} (gunzip)` };
  if (start.startsWith('PK\x03\x04') || start.startsWith('PK\x05\x06')) {
    return { kind: 'zip', name: 'a spreadsheet or an archive', wayOut: `${SAVE}, or ${UNPACK}` };
  }
  if (isParquet(start)) {
    return { kind: 'parquet', name: 'a Parquet file', wayOut: 'the command line and the page read it' };
  }
  if (start.startsWith(TAR[1], TAR[0])) return other('a tar archive', `${UNPACK} (tar -xf)`);
  const found = SIGNATURES.find(([starts]) => starts.some((each) => start.startsWith(each)));
  if (found !== undefined) return other(found[1], found[2]);
  const text = start.replace(/^\xef\xbb\xbf/, '').trimStart();
  const written = TEXTS.find(([pattern]) => pattern.test(text));
  return written === undefined ? null : other(written[1], written[2]);
}

function other(name: string, wayOut: string): Recognised {
  return { kind: 'other', name, wayOut };
}

/** A column may be called PAR1, and then goes on with a letter or a separator. */
function isParquet(start: string): boolean {
  return /^PAR[1E]/.test(start) && start.length > 4 && !/[\s -~]/.test(start[4]);
}

/** Says what was got instead of a CSV text, and what to do. */
export function describeOther({ name, wayOut }: Recognised): string {
  return `expected a CSV text, got ${name}; ${wayOut}`;
}
