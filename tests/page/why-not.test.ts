import { describe, expect, it } from 'vitest';
import { errorAt } from '../../src/errors.ts';
import { NO_FAULTS, sortFaults } from '../../src/page/run/faults.ts';
import { explainWhyNot } from '../../src/page/run/why-not.ts';
import { FIRST_SETUP } from '../../src/page/setup/setup.ts';

const READ = { state: 'read' } as never;
const asked = {
  setup: FIRST_SETUP,
  preview: READ,
  planned: { state: 'refused', error: null },
  faults: NO_FAULTS,
} as const;
const explain = (place: string, message: string) =>
  explainWhyNot({ ...asked, faults: sortFaults(errorAt('invalid-recipe', place, message)) });

describe('why nothing can be compared', () => {
  it('is the file that is not there, or not read yet', () => {
    expect(explainWhyNot({ ...asked, setup: { source: null } })).toContain('Choose the file');
    expect(explainWhyNot({ ...asked, preview: { state: 'reading' } })).toContain('Reading');
    expect(explainWhyNot({ ...asked, planned: { state: 'none' } })).toContain('target');
  });

  it('is what is wrong, where it is', () => {
    expect(explain('optimizer.learningRate', 'expected a number')).toBe('learning rate: expected a number');
    expect(explain('penalty.lambdas[2]', 'expected a number')).toBe('lambdas: entry 3: expected a number');
    expect(explain('data, column "a"', 'is constant')).toMatch(/^column a: .*is constant$/);
    expect(explain('data', 'has no rows')).toBe('has no rows');
    expect(explain('split', 'cannot be made')).toBe('See what is marked.');
  });

  it('is nothing where the plan is there', () => expect(explainWhyNot(asked)).toBeNull());
});
