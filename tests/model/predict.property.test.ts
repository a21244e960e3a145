import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AbsumError } from '../../src/errors.ts';
import { exportOnnx } from '../../src/model/onnx/export-onnx.ts';
import { predict } from '../../src/model/predict.ts';
import type { RowsInput } from '../../src/model/read-rows.ts';
import { makeModel } from './samples.ts';

/** All places in a value, as paths of keys. */
function listPaths(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => listPaths(inner, [...path, key]))];
}

function replaceAt(value: unknown, [key, ...rest]: readonly string[], put: unknown): unknown {
  if (key === undefined) return put;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  (copy as Record<string, unknown>)[key] = replaceAt((value as Record<string, unknown>)[key], rest, put);
  return copy;
}

const path = fc.constantFrom(...listPaths(makeModel()));
const anything = fc.oneof(
  fc.anything(),
  fc.double(),
  fc.constantFrom(0, -1, 2, 1e39, null, undefined, [], 'a'),
);
const cell = fc.oneof(fc.double(), fc.string(), fc.constantFrom(0, 1.5, 'red', 'blue', null, true));
const rows = fc.oneof(
  fc.array(fc.tuple(cell, cell), { maxLength: 3 }),
  fc.array(fc.record({ size: cell, colour: cell }), { maxLength: 3 }),
  fc.array(fc.dictionary(fc.constantFrom('size', 'colour', 'price', '__proto__', 'a'), cell)),
  fc.string(),
  fc
    .array(fc.tuple(cell, cell), { maxLength: 3 })
    .map((cells) => ['size,colour', ...cells.map(String)].join('\n')),
  fc.anything(),
);

const mostlyTrue = fc.constantFrom(true, true, true, false);

/** Runs a call that may refuse what it is given; returns whether it did. */
function isRefused(call: () => unknown): boolean {
  try {
    call();
    return false;
  } catch (error) {
    if (error instanceof AbsumError && error.issues.length > 0) return true;
    throw error;
  }
}

describe('a model with anything put anywhere in it', () => {
  it('is refused, or gives finite numbers and a file', () => {
    let accepted = 0;
    const property = fc.property(path, anything, (at, put) => {
      const model = replaceAt(makeModel(), at, put);
      const refused = isRefused(() => {
        const { predictions } = predict(model, [{ size: 3, colour: 'red' }]);
        expect(predictions.every(Number.isFinite)).toBe(true);
      });
      if (refused) return;
      accepted += 1;
      expect(exportOnnx(model).length).toBeGreaterThan(100);
    });
    fc.assert(property, { numRuns: 2000 });
    expect(accepted).toBeGreaterThan(50);
  });
});

describe('any rows at all', () => {
  it('are refused, or give one finite number each', () => {
    let accepted = 0;
    const property = fc.property(rows, fc.boolean(), mostlyTrue, (input, fills, allowUnseen) => {
      const model = makeModel({ missing: fills ? 'mean' : 'refuse' });
      const refused = isRefused(() => {
        const { predictions } = predict(model, input as RowsInput, { allowUnseen });
        expect(predictions.length).toBeGreaterThan(0);
        expect(predictions.every(Number.isFinite)).toBe(true);
      });
      if (!refused) accepted += 1;
    });
    fc.assert(property, { numRuns: 2000 });
    expect(accepted).toBeGreaterThan(50);
  });
});
