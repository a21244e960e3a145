import { type Attributes, element, escapeText, tip } from './svg.ts';

/** Text on a chart. Without a DOM its width is estimated, on the wide side. */

/** The height of a line in px: of what is read, and of the figures at the axes. */
export const TEXT_SIZE = 12;
export const TICK_SIZE = 11;

/** How wide a character is, as a share of its height. */
const CHARACTER = 0.6;
/** From here on come Chinese, Japanese, Korean and pictures, twice as wide. */
const WIDE_FROM = 0x2e80;

/** How wide a text is, in px. */
export function measureText(text: string, size: number): number {
  let units = 0;
  for (const character of text) units += (character.codePointAt(0) ?? 0) >= WIDE_FROM ? 2 : 1;
  return units * CHARACTER * size;
}

/** The text, or as much of its start as fits, and an ellipsis. */
export function shorten(text: string, width: number, size: number): string {
  if (measureText(text, size) <= width) return text;
  const characters = Array.from(text);
  while (characters.length > 1 && measureText(`${characters.join('')}\u2026`, size) > width) characters.pop();
  return `${characters.join('').trimEnd()}\u2026`;
}

/** Breaks a text between words into lines that fit; a word that is too long by itself is shortened. */
export function wrap(text: string, width: number, size: number): string[] {
  const lines: string[] = [];
  let line = '';
  // `lambda = 0.01` stays on one line.
  for (const word of text.split(/(?<!=) (?!=)/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && measureText(longer, size) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line].map((each) => shorten(each, width, size));
}

interface TextOptions {
  readonly fill: string;
  readonly size?: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly weight?: number | undefined;
  /** At most so wide: what is longer is shortened, and its tooltip tells the whole. */
  readonly room?: number;
}

/** A line of text, its baseline at y. */
export function writeText(
  x: number,
  y: number,
  text: string,
  { fill, size = TEXT_SIZE, anchor = 'start', weight, room }: TextOptions,
): string {
  const shown = room === undefined ? text : shorten(text, room, size);
  const attributes: Attributes = {
    x,
    y,
    fill,
    'font-size': size,
    'text-anchor': anchor === 'start' ? undefined : anchor,
    'font-weight': weight,
  };
  return element('text', attributes, escapeText(shown), shown === text ? '' : tip(text));
}
