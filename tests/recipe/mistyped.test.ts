import { describe, expect, it } from 'vitest';
import { AbsumError } from '../../src/errors.ts';
import { applyParameters, type Draft } from '../../src/recipe/parameters.ts';

/** What is said about parameters; nothing where they are taken. */
function faultsOf(...parameters: [name: string, text: string][]): string[] {
  try {
    applyParameters({} as Draft, parameters);
    return [];
  } catch (error) {
    if (error instanceof AbsumError) return error.issues.map(({ place, message }) => `${place}: ${message}`);
    throw error;
  }
}

describe('numbers as they are typed', () => {
  it.each([
    ['lambdas', '0,001', 'lambdas[1]', '"001": write 0.001 if the comma marks decimals, else 1'],
    ['lambdas', '0,01,1', 'lambdas[1]', '"01": write 0.01 if the comma marks decimals, else 1'],
    ['lambdas', '-0,01,0', 'lambdas[1]', '"01": write -0.01 if the comma marks decimals, else 1'],
    ['lambdas', '01,1', 'lambdas[0]', '"01": write 1'],
    ['hidden', '064', 'hidden[0]', '"064": write 64'],
    ['hidden', '64,032', 'hidden[1]', '"032": write 32'],
    ['epochs', '0100', 'epochs', '"0100": write 100'],
  ])('%s %s is refused for the zero in front', (name, text, place, end) => {
    expect(faultsOf([name, text])).toEqual([
      `${place}: expected a number without a zero in front, got ${end}`,
    ]);
  });

  it('a decimal comma is refused, with what to write', () => {
    expect(faultsOf(['learningRate', '0,05'], ['dropout', ',5'])).toEqual([
      'learningRate: expected a decimal point, got "0,05": write 0.05',
      'dropout: expected a decimal point, got ",5": write .5',
    ]);
  });

  it.each([
    ['lambdas', '0,0.001,10'],
    ['lambdas', '-0.01,0,0.01,100'],
    ['lambdas', '0,1e-05,auto'],
    ['hidden', '64,32'],
    ['hidden', ''],
    ['seed', '0'],
    ['learningRate', '.05'],
    ['ignore', '01,0,5'],
    ['target', '064'],
  ])('%s %s is taken', (name, text) => {
    expect(faultsOf([name, text])).toEqual([]);
  });

  it('dates are refused that do not say what to take of which column', () => {
    expect(faultsOf(['dates', 'sold'])).toEqual([
      'dates: expected columns with what to take of each, as in "sold:year month,due:days", got "sold"',
    ]);
    expect(faultsOf(['dates', 'sold:year month,due:days'])).toEqual([]);
  });
});
