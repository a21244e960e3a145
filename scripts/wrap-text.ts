/** Breaks a text into lines of at most 110 characters, each indented by `indent`. */
export function wrapText(text: string, indent = ''): string {
  const width = 110 - indent.length;
  return text.replace(new RegExp(`(.{1,${width}})( |$)`, 'g'), `${indent}$1\n`).trimEnd();
}
