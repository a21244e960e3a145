import type { CsvReader } from '../../data/csv.ts';

/** A reader that remembers its last reading: preview, plans and comparisons ask for the same text one after the other. */
export function rememberCsv(read: CsvReader): CsvReader {
  let last: { readonly asked: readonly unknown[]; readonly reading: ReturnType<CsvReader> } | null = null;
  return (text, { delimiter, decimal = '.' }) => {
    const asked = [text, delimiter, decimal];
    if (last === null || last.asked.some((each, i) => each !== asked[i])) {
      last = { asked, reading: read(text, { delimiter, decimal }) };
    }
    return last.reading;
  };
}
