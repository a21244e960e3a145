import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openSweepFolder } from '../../../src/node/sweeps/folder.ts';

const root = mkdtempSync(join(tmpdir(), 'absum-folder-'));
afterAll(() => rmSync(root, { recursive: true }));
/** Different ids for the numbers below 26. */
const nameId = (i: number) => `${'a'.repeat(25)}${String.fromCharCode(97 + i)}`;

it('is made when something is to be kept, for this user alone', async () => {
  const path = join(root, 'made', 'here');
  const folder = openSweepFolder(path);
  expect([folder.list(), folder.openStore(nameId(0), false)]).toEqual([[], null]);
  expect(existsSync(path)).toBe(false);
  folder.openStore(nameId(0), true)?.run('CREATE TABLE t (a INTEGER)');
  await folder.texts.put(`data/${nameId(0)}`, 'text');
  for (const part of ['', nameId(0)]) expect(statSync(join(path, part)).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(join(path, nameId(0)))) {
    expect(statSync(join(path, nameId(0), name)).mode & 0o777).toBe(0o600);
  }
  folder.close();
});

it('lets nothing but an id become a path', () => {
  const folder = openSweepFolder(join(root, 'ids'));
  for (const id of ['', '.', '..', '../ids', `${nameId(0)}/..`, nameId(0).toUpperCase(), `${nameId(0)}\n`]) {
    expect(folder.openStore(id, true)).toBeNull();
    expect(() => folder.texts.get(`data/${id}`)).toThrow('expected the id of a sweep');
  }
  expect(existsSync(join(root, 'ids'))).toBe(false);
});

it('keeps a few of its ledgers open, and opens the others again as they are needed', () => {
  const folder = openSweepFolder(join(root, 'many'), 3);
  const stores = Array.from({ length: 5 }, (_, i) => folder.openStore(nameId(i), true));
  for (const store of stores) store?.run('CREATE TABLE t (a INTEGER)');
  for (let round = 0; round < 2; round++) {
    for (const store of stores) store?.transact(() => store.run('INSERT INTO t VALUES (1)'));
  }
  const countOpen = () =>
    folder.list().filter((id) => existsSync(join(root, 'many', id, 'ledger.sqlite-wal'))).length;
  // A ledger that is closed has no log beside it.
  expect(countOpen()).toBe(3);
  expect(stores.map((store) => store?.run('SELECT a FROM t').length)).toEqual(stores.map(() => 2));
  folder.close();
  expect(countOpen()).toBe(0);
});

it('has a text as a whole or not at all, even if two are written at once', async () => {
  const folder = openSweepFolder(join(root, 'texts'));
  const id = nameId(0);
  folder.openStore(id, true);
  const key = `reports/${id}`;
  expect(await folder.texts.get(key)).toBeNull();
  await Promise.all(['a'.repeat(1e6), 'b'.repeat(1e6)].map((text) => folder.texts.put(key, text)));
  expect(['a'.repeat(1e6), 'b'.repeat(1e6)]).toContain(await folder.texts.get(key));
  await folder.texts.drop(key);
  await folder.texts.drop(key);
  // A write that fails leaves nothing.
  mkdirSync(join(root, 'texts', id, 'report.json'));
  writeFileSync(join(root, 'texts', id, 'report.json', 'x'), '');
  await expect(folder.texts.put(key, 'text')).rejects.toThrow();
  expect(readdirSync(join(root, 'texts', id))).toEqual(['report.json']);
  await folder.drop(id);
  expect(folder.list()).toEqual([]);
});
