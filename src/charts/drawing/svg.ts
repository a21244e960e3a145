/** SVG as text: elements, their escaping, and numbers short enough to read. */

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** What XML 1.0 cannot hold, not even escaped. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to be found
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Makes a text safe inside an element or an attribute. What XML cannot hold becomes U+FFFD. */
export function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replace(UNWRITABLE, '\ufffd')
    .replace(/[&<>"']/g, (character) => ESCAPES[character]);
}

/** Writes a number with two decimals at most. A chart that asks for NaN or Infinity is in error itself. */
export function writeNumber(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`a chart cannot draw at ${value}`);
  const rounded = Math.round(value * 100) / 100;
  return String(rounded === 0 ? 0 : rounded);
}

/** One element; `children` are markup, so a text among them is escaped already. Undefined attributes are left out. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) =>
        ` ${key}="${typeof value === 'number' ? writeNumber(value) : escapeText(`${value}`)}"`,
    )
    .join('');
  const content = children.join('');
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

/** The tooltip of the element that it stands in. */
export function tip(text: string): string {
  return element('title', {}, escapeText(text));
}

/** A straight line. */
export function rule(x1: number, y1: number, x2: number, y2: number, attributes: Attributes): string {
  return element('line', { x1, y1, x2, y2, ...attributes });
}

/** What belongs to one lambda, so that a page knows what was pressed; what belongs to none stays as it is. */
export function groupLambda(lambda: number | null, ...children: readonly string[]): string {
  const content = children.join('');
  // As text, since a lambda is more than the two decimals of a place.
  return content === '' || lambda === null
    ? content
    : element('g', { 'data-lambda': String(lambda) }, content);
}
