/** A strict reader of the XML that charts write: it fails where an XML parser would. */

export interface Node {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Node[];
  text: string;
}

const NAME = '[A-Za-z_][\\w.:-]*';
const OPEN = new RegExp(`<(${NAME})((?: ${NAME}="[^"<]*")*)(/?)>`, 'y');
const CLOSE = new RegExp(`</(${NAME})>`, 'y');
const ATTRIBUTE = new RegExp(`(${NAME})="([^"]*)"`, 'g');
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'" };
/** The characters of XML 1.0; a surrogate that stands alone is none. */
const CHARACTERS = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

function decode(text: string): string {
  if (!CHARACTERS.test(text)) throw new Error('a character that XML cannot hold');
  return text.replace(/&([^;]*);?/g, (whole, name: string) => {
    if (!whole.endsWith(';') || ENTITIES[name] === undefined) throw new Error(`bad entity ${whole}`);
    return ENTITIES[name];
  });
}

function readAttributes(written: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name, value] of written.matchAll(ATTRIBUTE)) {
    if (name in attributes) throw new Error(`attribute ${name} twice`);
    attributes[name] = decode(value);
  }
  return attributes;
}

/** Reads a document of one root. */
export function parseSvg(source: string): Node {
  const root: Node = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  let at = 0;
  while (at < source.length) {
    const parent = open[open.length - 1];
    OPEN.lastIndex = at;
    CLOSE.lastIndex = at;
    const [opened, closed] = [OPEN.exec(source), CLOSE.exec(source)];
    if (opened !== null) {
      const node: Node = { name: opened[1], attributes: readAttributes(opened[2]), children: [], text: '' };
      parent.children.push(node);
      if (opened[3] === '') open.push(node);
      at = OPEN.lastIndex;
    } else if (closed !== null) {
      if (open.pop()?.name !== closed[1]) throw new Error(`</${closed[1]}> closes nothing`);
      at = CLOSE.lastIndex;
    } else {
      const next = source.indexOf('<', at);
      if (next === at || next === -1) throw new Error(`not XML: ${source.slice(at, at + 60)}`);
      parent.text += decode(source.slice(at, next));
      at = next;
    }
  }
  if (open.length !== 1 || root.children.length !== 1 || root.text !== '') throw new Error('not one root');
  return root.children[0];
}

/** Every element of that name below a node. */
export function findAll(node: Node, name: string): Node[] {
  return node.children.flatMap((child) => [...(child.name === name ? [child] : []), ...findAll(child, name)]);
}

/** The tooltip of an element. */
export function readTip(node: Node): string {
  return node.children.find(({ name }) => name === 'title')?.text ?? '';
}

export interface Box {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The boxes of all texts, each character taken to be 0.6 em wide, where translations move them. */
export function listTextBoxes(node: Node, shift = 0): Box[] {
  return node.children.flatMap((child) => {
    const moved = /^translate\(0 (.*)\)$/.exec(child.attributes.transform ?? '');
    const inner = listTextBoxes(child, shift + (moved === null ? 0 : Number(moved[1])));
    return child.name === 'text' ? [measureBox(child, shift), ...inner] : inner;
  });
}

function measureBox({ attributes, text }: Node, shift: number): Box {
  const size = Number(attributes['font-size']);
  const width = Array.from(text).length * size * 0.6;
  const share = { middle: 0.5, end: 1 }[attributes['text-anchor']] ?? 0;
  const left = Number(attributes.x) - width * share;
  const y = Number(attributes.y) + shift;
  return { text, left, right: left + width, top: y - size * 0.75, bottom: y + size * 0.2 };
}
