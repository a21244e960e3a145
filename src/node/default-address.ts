/** Where a server listens unless it is told otherwise; the command line says so before it loads the server. */
export const DEFAULT_ADDRESS = { port: 8787, hostname: '127.0.0.1' } as const;
