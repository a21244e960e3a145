import { expect, test } from 'vitest';
import { decomposing, solve } from '../../src/math/cholesky.ts';
import { openStream } from '../../src/random/random.ts';
import { finish } from '../../src/sliced.ts';
import { assertClose } from '../assert-close.ts';

test('decompose finds the triangle of a matrix worked out by hand, and leaves what is above it', () => {
  // L = [[2, 0, 0], [6, 1, 0], [-8, 5, 3]]
  const matrix = Float64Array.of(4, 7, 7, 12, 37, 7, -16, -43, 98);
  finish(decomposing(matrix, 3));
  expect([...matrix]).toEqual([2, 7, 7, 6, 1, 7, -8, 5, 3]);
});

test.each([1, 2, 3, 7, 20])('solve gives back what a matrix of order %i was multiplied by', (n) => {
  const random = openStream(n, 'generator');
  const factor = Array.from({ length: n }, () => Array.from({ length: n + 3 }, () => random.nextNormal()));
  const entry = (i: number, j: number) => factor[i].reduce((sum, value, k) => sum + value * factor[j][k], 0);
  const expected = Array.from({ length: n }, () => random.nextNormal());
  const matrix = Float64Array.from({ length: n * n }, (_, i) => entry(Math.floor(i / n), i % n));
  const b = Float64Array.from({ length: n }, (_, i) =>
    expected.reduce((sum, value, j) => sum + value * entry(i, j), 0),
  );
  finish(decomposing(matrix, n));
  solve(matrix, n, b);
  // The condition of these matrices is at most some 1e4.
  assertClose(b, expected, 1e-10);
});
