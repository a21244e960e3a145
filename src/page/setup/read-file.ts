/** More than any comparison takes; a larger file would only fill the memory. */
const MOST_BYTES = 64 * 2 ** 20;

/**
 * Reads the text of a CSV file.
 *
 * @throws Error saying what to do where it is too large, a folder, a spreadsheet, or no text in UTF-8
 */
export async function readFile(file: File): Promise<string> {
  if (file.size > MOST_BYTES) {
    const megabytes = Math.ceil(file.size / 2 ** 20);
    throw new Error(`${file.name}: expected at most 64 MB, got ${megabytes} MB; keep fewer rows or columns`);
  }
  const bytes = await file.arrayBuffer().catch(() => {
    throw new Error(`${file.name}: expected a file that can be read; is it a folder?`);
  });
  if (isArchive(bytes)) {
    throw new Error(
      `${file.name}: expected a CSV text, got a spreadsheet or archive; save the table as "CSV UTF-8"`,
    );
  }
  const text = decode(bytes);
  // No text has NUL in it; UTF-16 without its mark, read as UTF-8, has one at every letter.
  if (text === null || text.includes('\0')) {
    throw new Error(`${file.name}: expected a text in UTF-8; save the table as "CSV UTF-8"`);
  }
  return text;
}

/** Whether it begins as a zip archive does, which is what .xlsx and .ods files are. */
function isArchive(bytes: ArrayBuffer): boolean {
  return String.fromCharCode(...new Uint8Array(bytes.slice(0, 4))) === 'PK\x03\x04';
}

function decode(bytes: ArrayBuffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
