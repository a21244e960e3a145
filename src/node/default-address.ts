/** Where a server listens by default; the help of the command line shows it without loading the server. */
export const DEFAULT_ADDRESS = { port: 8787, hostname: '127.0.0.1' } as const;

/** The address at which a server answers. */
export function writeUrl(hostname: string, port: number): string {
  return `http://${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`;
}
