import { expect, it } from 'vitest';
import { shareMemory } from '../../src/node/memory.ts';

const GIB = 2 ** 30;

it.each([
  ['the machine', 0, 16 * GIB, 8 * GIB],
  ['the container', 2 * GIB, 16 * GIB, GIB],
  ['the machine where the container has no limit', 2 ** 63, 16 * GIB, 8 * GIB],
])('a server takes half of the memory of %s', (_, constrained, total, share) => {
  expect(shareMemory(constrained, total)).toBe(share);
});

it('a server takes what a worker has, at least', () => {
  expect(shareMemory(2 ** 26, GIB)).toBe(96 * 2 ** 20);
});

it('a server on this machine has some', () => expect(shareMemory()).toBeGreaterThanOrEqual(96 * 2 ** 20));
