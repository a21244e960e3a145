import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { loadSqlite } from '../../src/node/load-sqlite.ts';
import { openSqliteFile } from '../../src/node/sqlite.ts';

const folder = mkdtempSync(join(tmpdir(), 'absum-sqlite-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

it('a database file keeps what a transaction wrote, or nothing of it, also across a close', () => {
  const file = openSqliteFile(at('kept'));
  file.run('CREATE TABLE t (a INTEGER)');
  expect(file.transact(() => file.run('INSERT INTO t VALUES (?) RETURNING a', 1))).toEqual([{ a: 1 }]);
  const fail = () =>
    file.transact(() => {
      file.run('INSERT INTO t VALUES (2)');
      throw new Error('no');
    });
  expect(fail).toThrow('no');
  file.close();
  expect(file.run('SELECT a FROM t')).toEqual([{ a: 1 }]);
  file.close();
});

it('a database file is freed at the end of the block that uses it', () => {
  const path = at('used');
  const used = (() => {
    using file = openSqliteFile(path);
    file.run('CREATE TABLE t (a INTEGER)');
    return file;
  })();
  for (const part of ['', '-wal', '-shm']) rmSync(path + part, { force: true });
  // A file that is still open would keep its table, deleted or not.
  expect(() => used.run('SELECT a FROM t')).toThrow('no such table');
  used.close();
});

it('a database file goes on after SQLite itself has rolled back, as it does where the disk is full', () => {
  const file = openSqliteFile(at('full'));
  file.run('CREATE TABLE t (a TEXT)');
  const [{ page_count: pages }] = file.run('PRAGMA page_count');
  file.run(`PRAGMA max_page_count = ${pages}`);
  const write = () => file.transact(() => file.run('INSERT INTO t VALUES (?)', 'x'.repeat(1e6)));
  expect(write).toThrow('database or disk is full');
  file.run('PRAGMA max_page_count = 100000');
  write();
  expect(file.run('SELECT length(a) AS a FROM t')).toEqual([{ a: 1e6 }]);
  file.close();
});

it('a database file and those beside it are for this user alone', () => {
  const file = openSqliteFile(at('mine'));
  file.run('CREATE TABLE t (a INTEGER)');
  for (const name of ['mine', 'mine-wal', 'mine-shm']) expect(statSync(at(name)).mode & 0o777).toBe(0o600);
  file.close();
});

it('the warning of Node 22 about its SQLite is not passed on, and every other is', () => {
  const emit = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  const own = process.emitWarning;
  const load = vi.spyOn(process, 'getBuiltinModule').mockImplementation(() => {
    process.emitWarning('SQLite is an experimental feature and might change', 'ExperimentalWarning');
    process.emitWarning('another', 'ExperimentalWarning');
    return {} as never;
  });
  loadSqlite();
  expect(process.emitWarning).toBe(own);
  expect(emit.mock.calls).toEqual([['another', 'ExperimentalWarning']]);
  load.mockReturnValue(undefined as never);
  expect(loadSqlite).toThrow('this Node has no SQLite');
  vi.restoreAllMocks();
});
