import type { CsvReader } from '../../data/csv/csv.ts';

/** A reader that remembers its last reading: preview, plans and comparisons ask for the same text one after the other. */
export function rememberCsv(read: CsvReader): CsvReader {
  let last: { readonly text: string; readonly asked: string; readonly table: ReturnType<CsvReader> } | null =
    null;
  return (text, options) => {
    const { delimiter, decimal, header, missingMarkers, categories } = options;
    const asked = JSON.stringify([delimiter, decimal, header, missingMarkers, categories]);
    if (last === null || last.text !== text || last.asked !== asked) {
      last = { text, asked, table: read(text, options) };
    }
    return last.table;
  };
}
