import { readFileSync } from 'node:fs';
import {
  type Declaration,
  type DeclarationFile,
  findOwn,
  listExports,
  readDeclarations,
  readDocs,
  type Syntax,
} from './declarations.ts';

// The page of the library's interface, made of the declarations that the package publishes.

/** An import of the package and what it exports. */
export interface Entry {
  /** As a program writes it: `absum-l1/node`. */
  readonly specifier: string;
  readonly file: DeclarationFile;
  readonly exports: readonly Declaration[];
}

/** What a reader looks for comes first: functions, those that the import is for before those that it passes on. */
const RANKS = [
  'TSDeclareFunction',
  'VariableDeclaration',
  'ClassDeclaration',
  'TSInterfaceDeclaration',
  'TSTypeAliasDeclaration',
];

/** Every import of the package that has exports of its own; the modules as files have none. */
export function listEntries(): Entry[] {
  const { name, exports } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    name: string;
    exports: Readonly<Record<string, string | { types?: string; default: string | { types: string } }>>;
  };
  return Object.entries(exports).flatMap(([path, target]) => {
    if (typeof target === 'string' || path.endsWith('.wasm')) return [];
    const types = target.types ?? (typeof target.default === 'object' ? target.default.types : '');
    const file = readDeclarations(types);
    const rank = (each: Declaration) => RANKS.indexOf(each.node.type) - (each.file === file ? 0.5 : 0);
    const found = listExports(file).toSorted((a, b) => rank(a) - rank(b));
    return [{ specifier: `${name}${path.slice(1)}`, file, exports: found }];
  });
}

/**
 * Writes the page as Markdown: every export of every import with its signature, what its docstring says, and the fields of
 * objects as tables. `npm run build:package` must have written the declarations.
 */
export function writeApiPage(): string {
  const entries = listEntries();
  const page = new Page(entries);
  const contents = entries.map(
    ({ specifier, exports }) =>
      `| [\`${specifier}\`](#${anchor(specifier)}) | ${exports.map(({ name }) => `[\`${name}\`](#${anchor(page.homeOf(name, specifier))})`).join(', ')} |`,
  );
  return [
    '# The library, export by export',
    'What each import of the package exports, as the types of the package say it. [Embedding absum](embed.md) shows how to use it.',
    ['| Import | Exports |', '| --- | --- |', ...contents].join('\n'),
    ...entries.flatMap((entry) => page.writeEntry(entry)),
  ]
    .join('\n\n')
    .concat('\n');
}

/** The anchor of a heading, as GitHub and the site make it. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}

/** Rows of a table: a field's place, its type, and what is said of it. */
interface Row {
  readonly place: string;
  readonly type: string;
  readonly says: string;
}

class Page {
  /** The import under which each name is explained: the first that exports it. */
  readonly #entries: readonly Entry[];
  /** The import under which each name is explained: the first that exports it. */
  readonly #homes = new Map<string, string>();

  constructor(entries: readonly Entry[]) {
    this.#entries = entries;
    for (const { specifier, exports } of entries)
      for (const { name } of exports) if (!this.#homes.has(name)) this.#homes.set(name, specifier);
  }

  /** The heading under which an export is explained; a name that two imports use for different things has two. */
  homeOf(name: string, specifier: string): string {
    const first = this.#homes.get(name) ?? specifier;
    if (first === specifier || this.#isSame(name, first, specifier)) return name;
    return `${name} of ${specifier}`;
  }

  #isSame(name: string, one: string, other: string): boolean {
    const find = (specifier: string) =>
      this.#entries
        .find((entry) => entry.specifier === specifier)
        ?.exports.find((each) => each.name === name);
    return find(one)?.node === find(other)?.node;
  }

  writeEntry({ specifier, file, exports }: Entry): string[] {
    const [first] = file.statements;
    const about = file.text.startsWith('/**') ? readDocs(file.text, first.start).text : '';
    const isAboutFile = /^(Export|Import)/.test(first.type) && !first.declaration;
    const own = exports.filter(
      ({ name }) => this.#homes.get(name) === specifier || this.homeOf(name, specifier) !== name,
    );
    const others = exports.filter((each) => !own.includes(each));
    return [
      `## ${specifier}`,
      ...(isAboutFile && about !== '' ? [about] : []),
      ...own.flatMap((each) => this.#writeExport(each, specifier)),
      ...(others.length === 0
        ? []
        : [`Also exported here: ${others.map(({ name }) => `[\`${name}\`](#${anchor(name)})`).join(', ')}.`]),
    ];
  }

  #writeExport(declaration: Declaration, specifier: string): string[] {
    const { name, node, start, file } = declaration;
    const { text, params, throws } = readDocs(file.text, start);
    const rows = this.#listRows(declaration);
    return [
      `### ${this.homeOf(name, specifier)}`,
      ...(text === '' ? [] : [escapeHtml(text)]),
      `\`\`\`ts\n${writeSignature(file.text.slice(node.start, node.end), rows.length > 0, name)}\n\`\`\``,
      ...(params.length === 0 ? [] : [params.map(writeParam).join('\n')]),
      ...(throws === null ? [] : [`Throws ${escapeHtml(throws)}.`.replace(/\.\.$/, '.')]),
      ...(rows.length === 0 ? [] : [writeTable(rows)]),
    ];
  }

  /** The fields of an object, those of inner objects included unless the page explains them elsewhere. */
  #listRows({ node, file }: Declaration): Row[] {
    const rows = this.#listFields(bodyOf(node), '', file);
    // A form that shares fields with another repeats them.
    const seen = new Set<string>();
    return rows.filter(({ place, type }) => {
      const key = `${place} ${type}`;
      return !seen.has(key) && seen.add(key);
    });
  }

  #listFields(node: Syntax | undefined, place: string, file: DeclarationFile): Row[] {
    if (node === undefined) return [];
    switch (node.type) {
      case 'TSTypeLiteral':
        return (node.members ?? []).flatMap((member) => this.#listField(member, place, file));
      case 'TSInterfaceBody':
      case 'ClassBody':
        return (node.body as readonly Syntax[]).flatMap((member) => this.#listField(member, place, file));
      case 'TSUnionType':
        return (node.types ?? []).flatMap((type) => this.#listFields(type, place, file));
      case 'TSParenthesizedType':
      case 'TSTypeOperator':
        return this.#listFields(node.typeAnnotation, place, file);
      case 'TSArrayType':
        return this.#listFields(node.elementType, `${place}[]`, file);
      case 'TSTypeReference': {
        const name = node.typeName?.name ?? '';
        const own = this.#homes.has(name) ? undefined : findOwn(file, name);
        return own === undefined || place === '' ? [] : this.#listFields(bodyOf(own.node), place, file);
      }
      default:
        return [];
    }
  }

  #listField(member: Syntax, place: string, file: DeclarationFile): Row[] {
    const { key } = member;
    if (key === undefined) return [];
    const name = file.text.slice(key.start, key.end);
    const shown = /^Symbol\./.test(name) ? `[${name}]` : name;
    const at = `${place === '' ? '' : `${place}.`}${shown}${member.optional ? '?' : ''}`;
    const docs = readDocs(file.text, member.start);
    const says = [docs.text, docs.throws === null ? '' : `Throws ${docs.throws}`].filter(Boolean).join(' ');
    const type = member.typeAnnotation?.typeAnnotation;
    const written =
      type === undefined
        ? file.text.slice(member.start, member.end).replace(/;$/, '')
        : file.text.slice(type.start, type.end);
    const inner = type === undefined ? [] : this.#listFields(type, at.replace(/\?$/, ''), file);
    return [{ place: at, type: inner.length === 0 ? written : this.#shorten(written), says }, ...inner];
  }

  /** A type whose fields stand in rows of their own; a name that nobody can import says nothing. */
  #shorten(type: string): string {
    return type
      .replace(/\{[\s\S]*\}/, '{ ... }')
      .replace(/\b[A-Z]\w+\b/g, (name) => (this.#homes.has(name) ? name : '{ ... }'));
  }
}

/** What holds the fields of a declaration; undefined where it has none. */
function bodyOf(node: Syntax): Syntax | undefined {
  if (node.type === 'TSTypeAliasDeclaration') return node.typeAnnotation;
  if (node.type === 'TSInterfaceDeclaration' || node.type === 'ClassDeclaration') return node.body as Syntax;
  return undefined;
}

function writeSignature(text: string, hasRows: boolean, name: string): string {
  const bare = text.replace(/^declare /, '').replace(/\s*\/\*\*[\s\S]*?\*\//g, '');
  if (!hasRows || /^(abstract )?class/.test(bare)) return bare;
  return bare.startsWith('interface') ? bare.slice(0, bare.indexOf('{')).trim() : `type ${name}`;
}

function writeParam(text: string): string {
  const [name, ...rest] = text.split(' ');
  return `- \`${name}\`: ${escapeHtml(rest.join(' '))}`;
}

function writeTable(rows: readonly Row[]): string {
  const lines = rows.map(
    ({ place, type, says }) =>
      `| \`${place}\` | ${writeCode(type.replace(/ \| undefined$/, ''))} | ${escapeCell(says)} |`,
  );
  return ['| Field | Type | Says |', '| --- | --- | --- |', ...lines].join('\n');
}

function writeCode(type: string): string {
  return `\`${type
    .replace(/\s*\/\*\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replaceAll('|', '\\|')}\``;
}

function escapeCell(text: string): string {
  return escapeHtml(text).replace(/\s+/g, ' ').replaceAll('|', '\\|');
}

/** Texts of docstrings hold comparisons: `>= 0`, `<name>`. */
function escapeHtml(text: string): string {
  return text.replaceAll('<', '&lt;');
}
