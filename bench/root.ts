import { fileURLToPath } from 'node:url';

/** The folder of the project, with a slash at its end. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The address of a file of the built package. */
export function urlOfBuilt(name: string): URL {
  return new URL(`../dist/${name}`, import.meta.url);
}
