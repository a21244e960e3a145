import { describe, expect, it } from 'vitest';
import { fitLoss, predictNumbers } from '../../../src/page/setup/columns/fit-loss.ts';
import { FIRST_SETUP, type Setup } from '../../../src/page/setup/setup.ts';

const TEXT = { name: 'kind', kind: 'text' } as const;
const NUMBER = { name: 'y', kind: 'number' } as const;
const asked = (fields: Setup['fields'], categories: string[] = []): Setup => ({
  ...FIRST_SETUP,
  fields,
  categories,
});

describe('the loss', () => {
  it('is that of classes for a text, and for numbers used as categories', () => {
    expect(fitLoss(asked({ epochs: '7' }), TEXT)).toEqual({ epochs: '7', loss: 'cross-entropy' });
    expect(fitLoss(asked({}, ['y']), NUMBER)).toEqual({ loss: 'cross-entropy' });
  });

  it('is the default again for a number, without what only the other had', () => {
    const fields = { loss: 'cross-entropy', metric: 'accuracy', epochs: '7' };
    expect(fitLoss(asked(fields), NUMBER)).toEqual({ epochs: '7' });
    expect(predictNumbers(fields)).toEqual({ epochs: '7' });
    const huber = { loss: 'huber', huberDelta: '2', metric: 'dataLoss' };
    expect(fitLoss(asked(huber), TEXT)).toEqual({ loss: 'cross-entropy', metric: 'dataLoss' });
  });

  it('stays what fits', () => {
    for (const [fields, column] of [
      [{ loss: 'mae', metric: 'r2' }, NUMBER],
      [{ loss: 'cross-entropy', metric: 'accuracy' }, TEXT],
      [{}, NUMBER],
    ] as const) {
      expect(fitLoss(asked(fields), column)).toBe(fields);
    }
  });
});
