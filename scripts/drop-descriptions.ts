import { parseAst } from 'vite';

/** A part of a syntax tree, with the range of its text. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Replaces each `describe(text, schema)` of a module by its schema: what validates needs no descriptions, which are
 * for the OpenAPI document and the page's form.
 *
 * @param code a module in JavaScript or TypeScript
 */
export function dropDescriptions(code: string): string {
  const cuts: { readonly from: number; readonly to: number }[] = [];
  visit(parseAst(code, { lang: 'ts' }), (node) => {
    if (node.type !== 'CallExpression') return;
    const { callee, arguments: given } = node as Node & {
      callee: Node & { name?: string };
      arguments: Node[];
    };
    if (callee.name !== 'describe' || given.length !== 2) return;
    // The brackets of the call stay.
    cuts.push({ from: callee.start, to: callee.end }, { from: callee.end + 1, to: given[1].start });
    // No comma may end what is in brackets.
    const rest = code.slice(given[1].end, node.end - 1);
    if (rest.trim() === ',') cuts.push({ from: given[1].end, to: node.end - 1 });
  });
  let end = 0;
  let kept = '';
  for (const { from, to } of cuts.toSorted((a, b) => a.from - b.from)) {
    kept += code.slice(end, from);
    end = to;
  }
  return kept + code.slice(end);
}

function visit(part: unknown, see: (node: Node) => void): void {
  if (typeof part !== 'object' || part === null) return;
  if ('type' in part && 'start' in part) see(part as Node);
  for (const inner of Object.values(part)) visit(inner, see);
}

/** Whether a module takes `describe` from `schema.ts`; others may have a function of that name of their own. */
export function importsDescribe(code: string): boolean {
  return /import \{[^}]*\bdescribe\b[^}]*\} from ['"][./]*schema\.ts['"]/.test(code);
}
