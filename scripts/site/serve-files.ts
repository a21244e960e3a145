import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve, sep } from 'node:path';

export const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
};

/** A folder behind an address, as any static host has it. */
export interface FileServer {
  /** With the path under which the folder lies, and a slash at its end. */
  readonly url: string;
  close(): void;
}

/**
 * Serves the files of a folder on a free port of the loopback address, and nothing else.
 *
 * @param types by extension; what has none is bytes
 */
export async function serveFiles(folder: string, base = '/', types = TYPES): Promise<FileServer> {
  const root = resolve(folder);
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://files').pathname);
    const file = join(root, path.slice(base.length), path.endsWith('/') ? 'index.html' : '');
    const isThere = path.startsWith(base) && file.startsWith(root + sep);
    if (!isThere || !statSync(file, { throwIfNoEntry: false })?.isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream');
    response.end(readFileSync(file));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`;
  return {
    url,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
