/**
 * Breaks a text into lines of at most `width` characters, words kept whole where they fit.
 *
 * @param indent set before every line but the first
 */
export function wrapText(text: string, width: number, indent = ''): string[] {
  const lines: string[] = [];
  let line = '';
  let isEmpty = true;
  const close = () => {
    lines.push(line);
    line = indent;
    isEmpty = true;
  };
  // A number stays with its percent sign.
  for (const word of text.split(/ (?!%)/)) {
    if (!isEmpty && line.length + 1 + word.length > width) close();
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
    // A word that is longer than a line, a column's name or an address, is cut.
    while (line.length > width) {
      const rest = line.slice(width);
      line = line.slice(0, width);
      close();
      line += rest;
      isEmpty = false;
    }
  }
  return [...lines, line];
}
