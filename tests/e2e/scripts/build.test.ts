import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { afterAll, describe, expect, test } from 'vitest';
import { describeApi } from '../../../src/http/openapi.ts';
import { ROOT, run } from '../commands.ts';

const folder = mkdtempSync(join(tmpdir(), 'absum-start-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SPY = join(folder, 'spy.mjs');
writeFileSync(
  SPY,
  `import { registerHooks, syncBuiltinESMExports } from 'node:module';
  import threads from 'node:worker_threads';
  import { writeFileSync } from 'node:fs';
  const files = [];
  let started = 0;
  const { Worker } = threads;
  threads.Worker = class extends Worker {
    constructor(...options) { super(...options); started++; }
  };
  syncBuiltinESMExports();
  registerHooks({
    load(url, context, next) {
      if (url.startsWith('file:') && url !== import.meta.url) files.push(url);
      return next(url, context);
    },
  });
  process.on('exit', () => writeFileSync(process.env.SEEN, JSON.stringify({ files, started })));`,
);

/** What a process loads, by paths from the repository, and how many threads it starts. */
async function watch(words: string): Promise<{ files: string[]; started: number }> {
  const seen = join(folder, 'seen.json');
  const { code, stderr } = await run(`SEEN=${seen} node --import ${SPY} ${words}`);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { files, started } = JSON.parse(readFileSync(seen, 'utf8'));
  return { files: files.map((file: string) => file.replace(/^.*?\/(?=node_modules\/|dist\/)/, '')), started };
}

const COMPARE = 'compare --dataset diabetes --folds 4 --repeats 1 --lambdas 0,0.01 --epochs';
const LIBRARY = ['dist/index.js', 'dist/chunk-library.js', 'dist/chunk-base.js'];
const isOwn = (file: string) => file.startsWith('dist/');
const load = (entry: string) => watch(`--input-type=module -e "import '${entry}'"`);

describe('a start', () => {
  test('of the library loads three files, none of another package', async () => {
    expect((await load('absum-l1')).files).toEqual(LIBRARY);
  });

  test('of a comparison by the library loads one more, that which trains', async () => {
    const { files } = await watch(
      `--input-type=module -e "import { compare } from 'absum-l1';
      const x = Array.from({ length: 30 }, (_, i) => [((i * 7) % 11) / 4, ((i * 5) % 13) / 4]);
      await compare({ data: { x, y: x.map(([a]) => a) }, training: { epochs: 1 } });"`,
    );
    expect(files).toEqual([...LIBRARY, 'dist/chunk-training.js']);
  });

  test('of absum-l1/node loads no server', async () => {
    const { files } = await load('absum-l1/node');
    expect(files.filter((file) => !isOwn(file))).toEqual([]);
    expect(files.length).toBeLessThanOrEqual(5);
  });

  test('of a server still loads what serves', async () => {
    const { files } = await watch(
      `--input-type=module -e "import { startServer } from 'absum-l1/node';
      await (await startServer({ port: 0 })).close();"`,
    );
    expect(files).toContainEqual(expect.stringContaining('node_modules/hono/'));
  });

  test('of a tiny comparison by the command line loads twelve files and starts no thread', async () => {
    const { files, started } = await watch(`dist/cli.js ${COMPARE} 1`);
    expect(files.filter((file) => !isOwn(file))).toEqual([]);
    expect(files.length).toBeLessThanOrEqual(12);
    expect(started).toBe(0);
  });

  test.each([
    ['beyond 0.4 s of estimated work', '400'],
    ['where they are asked for', '1 --workers 2'],
  ])('starts threads %s', async (_, options) => {
    expect((await watch(`dist/cli.js ${COMPARE} ${options}`)).started).toBeGreaterThan(0);
  });

  test.each([
    '--help',
    'show --help',
    'datasets',
    'key',
    'read --dataset diabetes',
    'plan --dataset diabetes',
  ])('of absum %s loads no package', async (words) => {
    const { files } = await watch(`dist/cli.js ${words}`);
    expect(files.filter((file) => !isOwn(file))).toEqual([]);
  });
});

describe('the parser of Python', () => {
  const PARSER = 'dist/chunk-check.js';

  test('is loaded by a check alone, which loads no engine', async () => {
    writeFileSync(join(folder, 'empty.py'), '');
    const { files } = await watch(`dist/cli.js check ${join(folder, 'empty.py')}`);
    expect(files).toContain(PARSER);
    expect(files.filter((file) => !isOwn(file))).toEqual([]);
    expect(files.length).toBeLessThanOrEqual(12);
  });

  test.each(['--version', '--help', 'check --help', 'datasets', 'plan --dataset diabetes'])(
    'is not loaded by absum %s',
    async (words) => {
      expect((await watch(`dist/cli.js ${words}`)).files).not.toContain(PARSER);
    },
  );

  test('is not loaded by a service before somebody asks for a check', async () => {
    const ask = "await app.request('/v1/check', { method: 'POST', headers, body: '' });";
    const program = (words: string) =>
      `--input-type=module -e "import { createApp } from 'absum-l1/app';
      const app = createApp();
      const headers = { 'content-type': 'text/x-python' };
      ${words}"`;
    expect((await watch(program(''))).files).not.toContain(PARSER);
    expect((await watch(program(ask))).files).toContain(PARSER);
  });
});

describe('the files of the package', () => {
  const PLACES = ['dist', 'dist/workerd'];
  const listFiles = (place: string) => readdirSync(join(ROOT, place)).filter((file) => file.endsWith('.js'));

  /** All that a built file leads to at once, and what of Node it asks for. */
  function follow(file: string, found = new Map<string, string[]>()): Map<string, string[]> {
    if (found.has(file)) return found;
    const text = readFileSync(join(ROOT, 'dist', file), 'utf8');
    const specifiers = [...text.matchAll(/^(?:import|export) .*from "([^"]+)"/gm)].map(([, name]) => name);
    const builtins = text.match(/getBuiltinModule|import\("node:/g) ?? [];
    found.set(file, [...specifiers.filter((name) => name.startsWith('node:')), ...builtins]);
    for (const name of specifiers) if (name.startsWith('./')) follow(name.slice(2), found);
    return found;
  }

  test.each(['index.js', 'app.js', 'tfjs.js', 'workers.js', 'parquet.js'])(
    'ask nothing of Node where every host loads them: %s',
    (entry) => {
      const found = follow(entry);
      expect(found.size).toBeGreaterThan(1);
      for (const [file, asked] of found) expect({ file, asked }).toEqual({ file, asked: [] });
    },
  );

  test.each(PLACES)('import others on demand, never themselves: %s', (place) => {
    for (const file of listFiles(place)) {
      const text = readFileSync(join(ROOT, place, file), 'utf8');
      const loaded = [...text.matchAll(/\bimport\("\.\/([^"]+)"\)/g)].map(([, name]) => name);
      expect(loaded, file).not.toContain(file);
      expect(listFiles(place)).toEqual(expect.arrayContaining(loaded));
    }
  });

  // The check has two, its parser, which no other work needs, and its command; what its faults were worth has two.
  test('are few', () => {
    for (const place of PLACES) expect(listFiles(place).length).toBeLessThan(49);
  });
});

test('the document of a built service is that of the sources, under any path', async () => {
  const app = join(ROOT, 'dist/app.js');
  const { createApp }: typeof import('../../../src/entries/app.ts') = await import(app);
  const answer = await createApp().request('/openapi.json');
  expect(await answer.text()).toBe(JSON.stringify(describeApi()));
  const mounted = await new Hono().route('/tools/absum', createApp()).request('/tools/absum/openapi.json');
  expect(await mounted.text()).toBe(JSON.stringify(describeApi('/tools/absum')));
});

test('what validates describes nothing', () => {
  const library = readFileSync(join(ROOT, 'dist/chunk-library.js'), 'utf8');
  expect(library).toContain('strictObject');
  expect(library).not.toContain('Passes over the training rows');
});

describe('what is compiled', () => {
  const keep = (words: string) => run(`${words} dist/cli.js --help`);

  test("is kept in the user's folder for such things, and nowhere if so told", async () => {
    const place = join(folder, 'kept');
    expect((await keep(`NODE_DISABLE_COMPILE_CACHE=1 XDG_CACHE_HOME=${place} node`)).code).toBe(0);
    expect(() => readdirSync(place)).toThrow('ENOENT');
    await keep(`XDG_CACHE_HOME=${place} node`);
    const [version] = readdirSync(join(place, 'absum'));
    expect(readdirSync(join(place, 'absum', version)).length).toBeGreaterThan(2);
  });

  test('does not matter where it cannot be kept, or is damaged', async () => {
    const plain = await keep('NODE_DISABLE_COMPILE_CACHE=1 node');
    expect(await keep('XDG_CACHE_HOME=/dev/null node')).toEqual(plain);
    const place = join(folder, 'damaged');
    await keep(`XDG_CACHE_HOME=${place} node`);
    const [version] = readdirSync(join(place, 'absum'));
    const kept = join(place, 'absum', version);
    for (const file of readdirSync(kept)) writeFileSync(join(kept, file), 'damaged');
    expect(await keep(`XDG_CACHE_HOME=${place} node`)).toEqual(plain);
  });

  // Only root can become somebody whom the system does not know.
  test.skipIf(process.getuid?.() !== 0)('does not matter where there is no home', async () => {
    const stranger = "'data:text/javascript,delete process.env.HOME; process.setuid(54321)'";
    const { code, stderr } = await keep(`env -u XDG_CACHE_HOME node --import ${stranger}`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
