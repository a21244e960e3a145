import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCurl, writeJson, writePython } from '../../src/page/answer/take-away.ts';
import { buildRecipe, FIRST_SETUP, type Setup } from '../../src/page/setup/setup.ts';

const CSV = "it's,b,y\n1,2,3\n4,5,6\n";
const FILE: Setup = {
  source: { kind: 'csv', text: CSV, fileName: "bob's data.csv" },
  target: 'y',
  ignored: [],
  categories: [],
  dates: {},
  fields: { lambdas: '0, 0.1', fixed: 'true', loss: 'huber' },
};
const COMMA: Setup = { ...FILE, ignored: ['b, "too"'] };

/** Listens for what the commands send. */
let server: Server;
let base = '';
let folder = '';
let received = { url: '', type: '', body: '' };
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'absum-take-'));
  writeFileSync(join(folder, "bob's data.csv"), CSV);
  server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString();
    received = { url: request.url ?? '', type: request.headers['content-type'] ?? '', body };
    response.end('{"headline": "seen"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

/** Runs a command of a shell, while this process answers it. */
async function run(program: string, ...args: string[]): Promise<string> {
  const { execFile } = await import('node:child_process');
  return new Promise((resolve, reject) => {
    execFile(program, args, { cwd: folder }, (error, stdout) => (error ? reject(error) : resolve(stdout)));
  });
}

const hasPython = (() => {
  try {
    execFileSync('python3', ['--version']);
    return true;
  } catch {
    return false;
  }
})();

describe('the command to copy', () => {
  it('posts the recipe of a built-in set', async () => {
    await run('bash', '-c', writeCurl(FIRST_SETUP, base));
    expect(received).toMatchObject({ url: '/v1/compare', type: 'application/json' });
    expect(JSON.parse(received.body)).toEqual(buildRecipe(FIRST_SETUP));
  });

  it('posts a file, whatever it is called, with the recipe in the query', async () => {
    await run('bash', '-c', writeCurl(FILE, base));
    expect(received.body).toBe(CSV);
    const query = Object.fromEntries(new URL(received.url, base).searchParams);
    expect(query).toEqual({ target: 'y', lambdas: '0,0.1', fixed: 'true', loss: 'huber' });
  });

  it('posts a form where a column has a comma in its name', async () => {
    await run('bash', '-c', writeCurl(COMMA, base));
    expect(received.type).toContain('multipart/form-data');
    expect(received.body).toContain(CSV);
    expect(received.body).toContain(JSON.stringify(buildRecipe(COMMA)));
  });
});

describe.skipIf(!hasPython)('the program to copy', () => {
  it.each([
    ['a built-in set', FIRST_SETUP],
    ['a file', FILE],
    ['a column with quotes and the words true and null', { ...COMMA, target: 'true, null "x"' }],
  ])('posts the recipe of %s', async (_, setup) => {
    writeFileSync(join(folder, 'program.py'), writePython(setup, base));
    expect(await run('python3', 'program.py')).toBe('seen\n');
    const { data, ...rest } = buildRecipe(setup) as { data: object };
    const csv = setup.source?.kind === 'csv' && { csv: readFileSync(join(folder, "bob's data.csv"), 'utf8') };
    expect(JSON.parse(received.body)).toEqual({ ...rest, data: { ...data, ...csv } });
  });
});

it('the JSON to copy is the recipe', () => {
  expect(JSON.parse(writeJson(FILE))).toEqual(buildRecipe(FILE));
});
