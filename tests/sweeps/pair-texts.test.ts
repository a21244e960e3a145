import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readExact, writeExact } from '../../src/sweeps/exact-text.ts';
import { cutText } from '../../src/sweeps/ledger-tables.ts';
import { readTrial, writeTrial } from '../../src/sweeps/pair-texts.ts';
import type { Trial } from '../../src/training/trial.ts';

/** With the prototype of every other object. */
const PLAIN = { noNullPrototype: true };
const number = fc.double();
const key = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('$', 'of', '__proto__', 'constructor', ''),
);
const bytes = fc.uint8Array({ maxLength: 64 });
const array = fc.oneof(
  fc.float32Array(),
  fc.float64Array(),
  fc.int32Array(),
  // Views of a part, and every payload of a NaN.
  bytes.map((all) => new Float32Array(all.slice().buffer, 0, all.length >> 2)),
  fc.float64Array({ minLength: 3 }).map((all) => all.subarray(1, -1)),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    number,
    fc.integer(),
    fc.string({ unit: 'binary' }),
    fc.boolean(),
    fc.constantFrom(null, undefined),
    array,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((entries) => new Map(entries)),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
}));

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  Buffer.from(buffer, byteOffset, byteLength).toString('hex');

const list = (object: object): [unknown, unknown][] =>
  object instanceof Map ? [...object] : Object.entries(object);

/** Fails unless both are the same, in kind, order of keys and bits. */
function expectSame(actual: unknown, expected: unknown): void {
  if (typeof expected !== 'object' || expected === null) {
    expect(actual).toBe(expected);
    return;
  }
  expect(Object.getPrototypeOf(actual)).toBe(Object.getPrototypeOf(expected));
  if (ArrayBuffer.isView(expected)) {
    expect(bytesOf(actual as ArrayBufferView)).toBe(bytesOf(expected));
    return;
  }
  const fields = list(actual as object);
  expect(fields.length).toBe(list(expected).length);
  list(expected).forEach(([name, field], i) => {
    expectSame(fields[i][0], name);
    expectSame(fields[i][1], field);
  });
}

describe('exact text', () => {
  it('gives back what was written, bit for bit', () => {
    fc.assert(
      fc.property(value, (given) => {
        const text = writeExact(given);
        expect(text).not.toMatch(/[\n\r]/);
        expectSame(readExact(text), given);
      }),
    );
  });

  it('tells apart what JSON takes for one', () => {
    for (const given of [-0, Number.NaN, Infinity, -Infinity, undefined, null, 0, 'undefined', '-0']) {
      expectSame(readExact(writeExact(given)), given);
    }
    expectSame(readExact(writeExact({ $: 'Map', of: [] })), { $: 'Map', of: [] });
    expectSame(readExact(writeExact({ a: undefined })), { a: undefined });
    expectSame(readExact(writeExact([undefined, -0])), [undefined, -0]);
  });

  it('keeps long arrays, whose bytes are no call of one function', () => {
    const long = Float32Array.from({ length: 300_001 }, (_, i) => i / 3);
    expectSame(readExact(writeExact(long)), long);
  });

  it('refuses an array that it would read as another', () => {
    expect(() => writeExact(new Uint8Array(3))).toThrow(new TypeError('no exact text for Uint8Array'));
  });
});

const curve = (isValidated: boolean) =>
  fc
    .array(fc.record({ loss: fc.option(number), held: number, penalty: number, batch: number }, PLAIN), {
      maxLength: 8,
    })
    .map((points) =>
      points.map(({ loss, held, penalty, batch }, i) => ({
        epoch: i + 1,
        trainingDataLoss: loss,
        validationDataLoss: isValidated ? held : null,
        penalty,
        objective: loss === null ? null : loss + penalty,
        batchObjective: batch,
      })),
    );

describe('the text of a trial', () => {
  it('gives back the trial with its curve, bit for bit', () => {
    const included = fc.record({ predictions: value, firstLayer: fc.option(fc.float32Array()) }, PLAIN);
    const curves = fc.oneof(curve(true), curve(false));
    fc.assert(
      fc.property(fc.record({ curve: curves, steps: fc.nat(), l1: value, included }, PLAIN), (given) => {
        expectSame(readTrial(writeTrial(given as unknown as Trial)), given);
      }),
    );
  });
});

describe('the pieces of a text', () => {
  it('are the text again, short enough, and part no surrogate pair', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        fc.integer({ min: 2, max: 9 }),
        (text, most) => {
          const pieces = cutText(text, most);
          expect(pieces.join('')).toBe(text);
          expect(pieces.length).toBeGreaterThan(0);
          for (const piece of pieces) {
            expect(piece.length).toBeLessThanOrEqual(most);
            expect(piece.isWellFormed()).toBe(true);
          }
        },
      ),
    );
  });
});
