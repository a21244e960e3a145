import { expect, it } from 'vitest';
import { sayLambda } from '../../src/words/lambdas.ts';

it.each([
  [0, '0'],
  [-0.01, '-0.01'],
  [0.000446, '0.000446'],
  [0.01234, '0.01234'],
  [0.012345678901234567, '0.01235'],
  [-1 / 3, '-0.3333'],
  [1.2345678901234e-7, '1.235e-7'],
])('sayLambda says %d as "%s"', (lambda, text) => expect(sayLambda(lambda)).toBe(text));
