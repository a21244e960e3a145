/**
 * Node's own SQLite, loaded when it is first needed. Node 22 warns that it is experimental, which whoever runs
 * the server or the command can do nothing about; docs/deploy.md says so instead.
 */
export function loadSqlite(): typeof import('node:sqlite') {
  const { emitWarning } = process;
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    if (!String(warning).startsWith('SQLite is an experimental feature')) {
      Reflect.apply(emitWarning, process, [warning, ...rest]);
    }
  };
  try {
    const sqlite = process.getBuiltinModule('node:sqlite');
    if (sqlite === undefined) throw new Error('this Node has no SQLite: take Node 22.13 or later');
    return sqlite;
  } finally {
    process.emitWarning = emitWarning;
  }
}
