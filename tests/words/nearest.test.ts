import { describe, expect, test } from 'vitest';
import { askNearestWord, findNearest, findNearestWord } from '../../src/words/nearest.ts';

const FIELDS = ['epochs', 'batchSize', 'batches', 'evaluate', 'patience', 'folds', 'x', 'seed'];

describe('the word that was probably meant', () => {
  test.each([
    ['epoch', 'epochs'],
    ['batch_size', 'batchSize'],
    ['BATCHSIZE', 'batchSize'],
    ['batchs', 'batches'],
    ['patiense', 'patience'],
    ['fold', 'folds'],
    ['X', 'x'],
    ['sede', null],
    ['seeds', 'seed'],
  ])('by "%s" is %o', (written, meant) => {
    expect(findNearestWord(FIELDS, written)).toBe(meant);
  });

  test.each(['lr', 'y', 'fo', 'alpha', 'iterations', 'url', '', 'e'.repeat(10_000)])(
    'by "%s" is nothing',
    (written) => {
      expect(findNearestWord(FIELDS, written)).toBeNull();
      expect(askNearestWord(FIELDS, written)).toBe('');
    },
  );

  test('is asked for at the end of a message', () => {
    expect(askNearestWord(FIELDS, 'epoch')).toBe('; did you mean "epochs"?');
  });

  test('may differ by more than the name of a column may, which is anything', () => {
    expect(findNearest(['pride'], 'prize')).toBe('pride');
    expect(findNearest(['brine'], 'prize')).toBeNull();
    expect(findNearestWord(['brine'], 'prize')).toBe('brine');
  });
});
