import { describe, expect, it } from 'vitest';
import { fitLoss } from '../../../src/page/setup/columns/fit-loss.ts';
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
    expect(fitLoss(asked({ epochs: '7' }), TEXT, false)).toEqual({ epochs: '7', loss: 'cross-entropy' });
    expect(fitLoss(asked({}, ['y']), NUMBER, false)).toEqual({ loss: 'cross-entropy' });
  });

  it('is the default again for a number, without what only the other had', () => {
    const fields = { loss: 'cross-entropy', metric: 'accuracy', epochs: '7' };
    expect(fitLoss(asked(fields), NUMBER, true)).toEqual({ epochs: '7' });
    const huber = { loss: 'huber', huberDelta: '2', metric: 'dataLoss' };
    expect(fitLoss(asked(huber), TEXT, true)).toEqual({ loss: 'cross-entropy', metric: 'dataLoss' });
  });

  it('stays what came with the target, and what fits', () => {
    for (const [fields, column, isNew] of [
      [{ loss: 'cross-entropy' }, NUMBER, false],
      [{ loss: 'mae' }, TEXT, false],
      [{ loss: 'mae' }, NUMBER, true],
      [{ loss: 'cross-entropy', metric: 'accuracy' }, TEXT, true],
      [{}, NUMBER, true],
    ] as const) {
      expect(fitLoss(asked(fields), column, isNew)).toBe(fields);
    }
  });
});
