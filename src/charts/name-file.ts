/** The name of a chart of one lambda: `weights-0.01`, `weights-minus-0.01`. */
export function nameFile(what: string, lambda: number): string {
  const size = String(Math.abs(lambda)).replace('+', '');
  return `${what}-${lambda < 0 ? 'minus-' : ''}${size}`;
}
