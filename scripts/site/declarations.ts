import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseAst } from 'vite';

/** A part of a syntax tree, with the range of its text. */
export interface Syntax {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly id?: Syntax | null;
  readonly name?: string;
  readonly value?: string;
  readonly key?: Syntax;
  readonly optional?: boolean;
  readonly declaration?: Syntax | null;
  readonly declarations?: readonly Syntax[];
  readonly specifiers?: readonly Syntax[];
  readonly source?: Syntax | null;
  readonly local?: Syntax;
  readonly imported?: Syntax;
  readonly exported?: Syntax;
  readonly body?: readonly Syntax[] | Syntax;
  readonly members?: readonly Syntax[];
  readonly types?: readonly Syntax[];
  readonly typeAnnotation?: Syntax;
  readonly elementType?: Syntax;
  readonly typeName?: Syntax;
}

/** A file of declarations, parsed. */
export interface DeclarationFile {
  readonly path: string;
  readonly text: string;
  readonly statements: readonly Syntax[];
}

/** A declaration and the file that it stands in. */
export interface Declaration {
  readonly name: string;
  readonly node: Syntax;
  /** Where its text begins, `export declare` included: its docstring ends just before. */
  readonly start: number;
  readonly file: DeclarationFile;
}

const files = new Map<string, DeclarationFile>();

/** @param path of a `.d.ts` file that the build has written */
export function readDeclarations(path: string): DeclarationFile {
  const known = files.get(path);
  if (known !== undefined) return known;
  const text = readFileSync(path, 'utf8');
  const statements = parseAst(text, { lang: 'dts' }).body as unknown as readonly Syntax[];
  const file = { path, text, statements };
  files.set(path, file);
  return file;
}

/** What a file exports, in its order, each with the declaration that it leads to. */
export function listExports(file: DeclarationFile): Declaration[] {
  const found: Declaration[] = [];
  for (const statement of file.statements) {
    if (statement.type !== 'ExportNamedDeclaration') continue;
    for (const { local, exported } of statement.specifiers ?? []) {
      const name = nameOf(exported);
      found.push({ ...findDeclaration(file, nameOf(local), statement.source), name });
    }
    found.push(...takeDeclared(file, statement));
  }
  return found;
}

/** The declaration of a name, which the file has itself, or has from another. */
function findDeclaration(file: DeclarationFile, name: string, source?: Syntax | null): Declaration {
  if (source) {
    const from = followImport(file, source);
    const found = listExports(from).find((each) => each.name === name);
    if (found !== undefined) return found;
    throw new Error(`${from.path} exports no ${name}`);
  }
  const own = findOwn(file, name);
  if (own !== undefined) return own;
  for (const statement of file.statements) {
    const specifier = statement.specifiers?.find(({ local }) => nameOf(local) === name);
    if (statement.type === 'ImportDeclaration' && specifier !== undefined)
      return findDeclaration(file, nameOf(specifier.imported), statement.source);
  }
  throw new Error(`${file.path} has no ${name}`);
}

/** A declaration of the file itself, exported or not. */
export function findOwn(file: DeclarationFile, name: string): Declaration | undefined {
  return file.statements.flatMap((each) => takeDeclared(file, each)).find((each) => each.name === name);
}

function takeDeclared(file: DeclarationFile, statement: Syntax): Declaration[] {
  const node = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
  if (!node) return [];
  const named = node.declarations ?? [node];
  return named.flatMap(({ id }) =>
    id?.name === undefined ? [] : [{ name: id.name, node, start: statement.start, file }],
  );
}

function followImport(file: DeclarationFile, source: Syntax): DeclarationFile {
  return readDeclarations(join(dirname(file.path), (source.value ?? '').replace(/\.ts$/, '.d.ts')));
}

function nameOf(node: Syntax | undefined): string {
  return node?.name ?? node?.value ?? '';
}

/** A docstring, taken apart. */
export interface Docs {
  readonly text: string;
  readonly params: readonly string[];
  readonly throws: string | null;
}

/** The docstring that ends just before a position. */
export function readDocs(text: string, start: number): Docs {
  const [, comment = ''] = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*$/.exec(text.slice(0, start)) ?? [];
  const lines = comment.split('\n').map((line) => line.replace(/^\s*\* ?/, '').trimEnd());
  const [about, ...tags] = lines.join('\n').trim().split(/\n?^@/m);
  const find = (tag: string) =>
    tags
      .filter((each) => each.startsWith(`${tag} `))
      .map((each) =>
        each
          .slice(tag.length + 1)
          .replace(/\s+/g, ' ')
          .trim(),
      );
  return { text: about.trim(), params: find('param'), throws: find('throws')[0] ?? null };
}
