import { GLOSSARY } from './glossary.ts';

/** The glossary as a table in Markdown. */
export function writeGlossaryTable(): string {
  const escapeCell = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
  const rows = Object.entries(GLOSSARY).map(
    ([term, text]) => `| ${escapeCell(term)} | ${escapeCell(text)} |`,
  );
  return ['| Term | Means |', '| --- | --- |', ...rows].join('\n');
}
