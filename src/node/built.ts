/** Where the build puts its files, `dist/`: as a source sees it from `src/node/`, and as a bundle that lies in it. */
const BUILT = new URL(import.meta.url.endsWith('/src/node/built.ts') ? '../../dist/' : './', import.meta.url);

/** The address of a built file or folder. */
export function locateBuilt(name: string): URL {
  return new URL(name, BUILT);
}
