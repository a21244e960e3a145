import type { SyntaxNode } from '@lezer/common';

/** The children of a node of the parser's tree, tokens among them, read from left to right. */
export class Children {
  readonly #nodes: readonly SyntaxNode[];
  readonly #text: string;
  #next = 0;

  constructor(node: SyntaxNode, text: string) {
    const nodes: SyntaxNode[] = [];
    for (let child = node.firstChild; child !== null; child = child.nextSibling) {
      // What the parser could not place is named by the program as a whole.
      if (!child.type.isError && child.name !== 'Comment') nodes.push(child);
    }
    this.#nodes = nodes;
    this.#text = text;
  }

  get isDone(): boolean {
    return this.#next >= this.#nodes.length;
  }

  peek(): SyntaxNode | undefined {
    return this.#nodes[this.#next];
  }

  take(): SyntaxNode | undefined {
    return this.#nodes[this.#next++];
  }

  /** Whether the next one has one of these names. */
  isAt(...names: readonly string[]): boolean {
    const name = this.peek()?.name;
    return name !== undefined && names.includes(name);
  }

  /** Takes the next one if it has one of these names. */
  skip(...names: readonly string[]): boolean {
    if (!this.isAt(...names)) return false;
    this.#next += 1;
    return true;
  }

  /** Takes the next one if it is of this name, and gives its text. */
  takeText(name: string): string | null {
    const node = this.peek();
    if (node?.name !== name) return null;
    this.#next += 1;
    return this.#text.slice(node.from, node.to);
  }
}
