/** The folder of the build, `dist/`: as seen from a source in `src/node/`, and from a bundle within it. */
const BUILT = new URL(import.meta.url.endsWith('/src/node/built.ts') ? '../../dist/' : './', import.meta.url);

/** The address of a built file or folder. */
export function locateBuilt(name: string): URL {
  return new URL(name, BUILT);
}
