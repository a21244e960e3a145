import { judgeBuiltIn, judgeFormat, type Shown } from './date-format.ts';
import { readXml } from './read-xml.ts';

/** Reads the texts that cells share, by their number. What is written above characters to sound them is left out. */
export function readSharedStrings(bytes: Uint8Array): string[] {
  const strings: string[] = [];
  const text = collectText();
  readXml(bytes, {
    open(name) {
      if (name === 'si') text.clear();
      text.open(name);
    },
    close(name) {
      text.close(name);
      if (name === 'si') strings.push(text.take());
    },
    text: text.add,
  });
  return strings;
}

/** Collects the text of the `t` elements in a text with parts. */
export function collectText() {
  let collected = '';
  let [isText, isPhonetic] = [false, false];
  return {
    clear() {
      collected = '';
    },
    open(name: string) {
      if (name === 'rPh') isPhonetic = true;
      if (name === 't') isText = !isPhonetic;
    },
    close(name: string) {
      if (name === 'rPh') isPhonetic = false;
      if (name === 't') isText = false;
    },
    add(text: string) {
      if (isText) collected += text;
    },
    take: () => restoreCharacters(collected),
  };
}

/** Characters that XML cannot hold stand as `_x000D_`. */
function restoreCharacters(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9a-f]{4})_/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** Reads what the number format of each cell style shows, by the number of the style. */
export function readStyles(bytes: Uint8Array): Shown[] {
  const written = new Map<number, Shown>();
  const ids: number[] = [];
  let isCells = false;
  readXml(bytes, {
    open(name, attribute) {
      if (name === 'cellXfs') isCells = true;
      if (name === 'numFmt')
        written.set(Number(attribute('numFmtId')), judgeFormat(attribute('formatCode') ?? ''));
      if (name === 'xf' && isCells) ids.push(Number(attribute('numFmtId') ?? 0));
    },
    close(name) {
      if (name === 'cellXfs') isCells = false;
    },
  });
  return ids.map((id) => written.get(id) ?? judgeBuiltIn(id));
}
