import { Parser } from 'saxen';
import { errorAt } from '../../../errors.ts';
import { decodeText } from '../decode-text.ts';

/** What is called while an XML document is read. Names are without the prefix of their namespace. */
export interface XmlListener {
  open?(name: string, attribute: (name: string) => string | undefined): void;
  close?(name: string): void;
  text?(text: string): void;
}

/**
 * Reads an XML document from beginning to end. Entities are those of XML itself: those that a document declares are not
 * expanded.
 *
 * @throws AbsumError `invalid-data` for what is no XML
 */
export function readXml(bytes: Uint8Array, { open, close, text }: XmlListener): void {
  const parser = new Parser();
  parser.on('openTag', (name, readAttributes, decode) => {
    open?.(dropPrefix(name), (key) => {
      const attributes = readAttributes() || {};
      // Those that matter may have a prefix, which others may have chosen otherwise: `r:id`.
      const value =
        attributes[key] ?? attributes[Object.keys(attributes).find((name) => name.endsWith(`:${key}`)) ?? ''];
      return value === undefined ? undefined : decode(value);
    });
  });
  parser.on('closeTag', (name) => close?.(dropPrefix(name)));
  parser.on('text', (value, decode) => text?.(decode(value)));
  parser.on('cdata', (value) => text?.(value));
  parser.on('error', (error) => {
    throw errorAt('invalid-data', 'data.csv', `expected a spreadsheet, got a damaged one: ${error.message}`);
  });
  parser.parse(decodeText(bytes));
}

function dropPrefix(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
