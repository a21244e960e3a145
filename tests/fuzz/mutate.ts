import fc from 'fast-check';

/** All places in a value, as paths of keys. */
function listPaths(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => listPaths(inner, [...path, key]))];
}

function replaceAt(value: unknown, [key, ...rest]: readonly string[], put: unknown): unknown {
  if (key === undefined) return put;
  const copy: object = Array.isArray(value) ? [...value] : { ...(value as object) };
  const inner = (value as Record<string, unknown> | null | undefined)?.[key];
  // Defined, not assigned: `__proto__` is a key like any other in what JSON.parse gives.
  Object.defineProperty(copy, key, {
    value: replaceAt(inner, rest, put),
    configurable: true,
    enumerable: true,
    writable: true,
  });
  return copy;
}

/** Names that every object inherits, and others that code looks for. */
const KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'length',
  'then',
  '0',
  '',
  'a.b',
];

const leaf = fc.oneof(
  fc.constantFrom<unknown>(0, -0, -1, 1, 2, 0.5, 1e39, -1e308, 5e-324, 2 ** 53, Number.NaN, Infinity),
  fc.constantFrom<unknown>(
    null,
    undefined,
    true,
    false,
    '',
    'a',
    'auto',
    '__proto__',
    '\0',
    '\ud800',
    [],
    {},
  ),
  fc.integer({ min: -3, max: 12 }),
  fc.double(),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

/** Anything that JSON can hold, and what it cannot; with names of properties that every object has. */
export const anything: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: leaf },
  { weight: 1, arbitrary: fc.anything({ maxDepth: 3, maxKeys: 4 }) },
  { weight: 1, arbitrary: fc.array(leaf, { maxLength: 20 }) },
  { weight: 1, arbitrary: fc.dictionary(fc.constantFrom(...KEYS), leaf) },
);

/** A valid value with anything put into a few of its places, or under names that it does not have. */
export function mutate(valid: unknown, most = 3): fc.Arbitrary<unknown> {
  const known = fc.constantFrom(...listPaths(valid).slice(1));
  const strange = fc.tuple(known, fc.constantFrom(...KEYS)).map(([path, key]) => [...path.slice(0, -1), key]);
  const place = fc.oneof({ weight: 9, arbitrary: known }, { weight: 1, arbitrary: strange });
  const changes = fc.array(fc.tuple(place, anything), { maxLength: most });
  return changes.map((all) =>
    all.reduce<unknown>((value, [path, put]) => {
      try {
        return replaceAt(value, path, put);
      } catch {
        return value; // an earlier change has put a text where this one looks for an object
      }
    }, valid),
  );
}

/** A text, often with a stretch that is repeated so often that quadratic time shows. */
export function texts(tokens: readonly string[], options: { longest: number }): fc.Arbitrary<string> {
  const some = fc.array(fc.constantFrom(...tokens), { maxLength: 30 }).map((parts) => parts.join(''));
  const stretched = fc
    .tuple(some, fc.array(fc.constantFrom(...tokens), { minLength: 1, maxLength: 3 }), fc.nat(), some)
    .map(([start, unit, length, end]) => {
      const text = unit.join('');
      return start + text.repeat((length % options.longest) / Math.max(1, text.length)) + end;
    });
  return fc.oneof(
    { weight: 12, arbitrary: some },
    {
      weight: 6,
      arbitrary: fc.uint8Array({ maxLength: 60 }).map((bytes) => new TextDecoder().decode(bytes)),
    },
    { weight: 1, arbitrary: stretched },
  );
}
