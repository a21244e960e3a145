import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { nameOption } from '../../../src/cli/input/name-option.ts';
import { addParameterOptions, listEntries } from '../../../src/cli/input/recipe-options.ts';
import { describeParameters } from '../../../src/recipe/describe.ts';
import {
  applyParameters,
  type Draft,
  kindOf,
  PARAMETER_NAMES,
  type ParameterName,
} from '../../../src/recipe/parameters.ts';

/** What applyParameters is told after a command line was read. */
function read(...argv: string[]) {
  const command = new Command('compare')
    .argument('[file]')
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  addParameterOptions(command, 'first');
  addParameterOptions(command, 'rest');
  command.parse(argv, { from: 'user' });
  return listEntries(command.opts());
}

const SAMPLES = {
  text: 'word',
  texts: 'a,b',
  number: '3',
  numbers: '4,2',
  'numbers or auto': '-0.5,0',
  dates: 'sold:year days,due:month',
} as const;

describe('the options of the recipe', () => {
  it.each(PARAMETER_NAMES)('give %s to the recipe as a query does', (name) => {
    const kind = kindOf(name);
    const text = kind === 'boolean' ? 'true' : SAMPLES[kind];
    const words = kind === 'boolean' ? [nameOption(name)] : [nameOption(name), text];
    expect(read(...words)).toEqual([[name, text]]);
    const byQuery: Draft = {};
    const byOption: Draft = {};
    applyParameters(byQuery, [[name, text]]);
    applyParameters(byOption, read(...words));
    expect(byOption).toEqual(byQuery);
  });

  it('are in kebab-case', () => {
    expect(nameOption('learningRate')).toBe('--learning-rate');
    expect(nameOption('beta1')).toBe('--beta1');
    for (const name of PARAMETER_NAMES) expect(nameOption(name)).toMatch(/^--[a-z0-9-]+$/);
  });

  it('take negative lambdas with and without an equals sign', () => {
    const entries = [['lambdas', '-0.001,0']];
    expect(read('--lambdas', '-0.001,0')).toEqual(entries);
    expect(read('--lambdas=-0.001,0')).toEqual(entries);
    expect(read('data.csv', '--lambdas', '-1')).toEqual([['lambdas', '-1']]);
  });

  it('can be turned on and off where they are switches, and do not take the next word', () => {
    expect(read('--fixed', 'data.csv')).toEqual([['fixed', 'true']]);
    expect(read('--no-fixed', '--no-standardize-target')).toEqual([
      ['fixed', 'false'],
      ['standardizeTarget', 'false'],
    ]);
    expect(read()).toEqual([]);
  });

  it('are told as often as they are given', () => {
    expect(read('--folds', '2', '--folds', '3')).toEqual([
      ['folds', '2'],
      ['folds', '3'],
    ]);
  });

  it('know a tab by two names', () => {
    for (const text of ['tab', '\\t', '\t']) expect(read('--delimiter', text)).toEqual([['delimiter', '\t']]);
  });

  it('are described each, with the default that the schema has', () => {
    const command = new Command('compare');
    addParameterOptions(command, 'first');
    addParameterOptions(command, 'rest');
    const help = command.helpInformation().replace(/\s+/g, ' ');
    for (const { name, default: preset, kind } of describeParameters()) {
      // Also what is judged where nothing is said.
      const isSwitchedOff = kind === 'boolean' && preset !== false;
      const option = isSwitchedOff ? nameOption(name).replace('--', '--no-') : nameOption(name);
      const isShown = kind !== 'boolean' && preset !== undefined && preset !== null && String(preset) !== '';
      const [, described = ''] = help.split(`${option} `);
      const [own] = described.split(' --');
      expect(own.length, option).toBeGreaterThan(10);
      if (isShown) expect(own, option).toContain(`default: ${String(preset)}`);
    }
  });

  it('come with the common ones first', () => {
    const first = new Command('compare');
    addParameterOptions(first, 'first');
    const names = first.options.map((option) => option.attributeName() as ParameterName);
    for (const name of ['dataset', 'target', 'lambdas', 'folds', 'epochs'] as const)
      expect(names).toContain(name);
    for (const name of ['nearZero', 'beta2', 'order'] as const) expect(names).not.toContain(name);
  });
});
