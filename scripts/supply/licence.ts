/** Licences that let anyone use, change and pass on, asking for no more than notices. */
const ALLOWED: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Unlicense',
]);

/**
 * Whether a package's `license` field names licences of the list alone: of `A OR B` one, of `A AND B` both. What cannot be
 * read so is not allowed, for someone to look at.
 */
export function isAllowed(licence: string | undefined): boolean {
  if (licence === undefined) return false;
  const inner = /^\(([^()]*)\)$/.exec(licence)?.[1] ?? licence;
  return inner.split(' OR ').some((choice) => choice.split(' AND ').every((name) => ALLOWED.has(name)));
}
