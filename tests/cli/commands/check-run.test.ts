import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CheckAnswer } from '../../../src/check/answer.ts';
import { weighLoop } from '../../../src/worth/worth.ts';
import { engines } from '../../host.ts';
import { checkOf, LOOP } from '../../worth/samples.ts';
import { openFolder } from '../samples.ts';
import { type Typed, type } from '../screen.ts';

// What a run answers is tested elsewhere; here is what the command makes of it.

const at = openFolder();
const CSV = [
  'a,b,y',
  ...Array.from({ length: 60 }, (_, i) => `${Math.sin(i)},${(i * 7) % 5},${3 * Math.sin(i) + ((i * 7) % 5)}`),
].join('\n');
beforeAll(() => {
  writeFileSync(at('train.py'), 'import torch\n');
  writeFileSync(at('other.py'), 'import torch\n');
  writeFileSync(at('data.csv'), CSV);
});

const CHECK = checkOf(['penalty-subtracted', 'one-seed']);
const SMALL = ['--repeats', '1', '--epochs', '2'];

/** Types a command whose check answers so. */
function typeRun(argv: readonly string[], check: CheckAnswer = CHECK, typed: Typed = {}) {
  const services = { check: async () => ({ checkLoop: async () => check }) };
  return type(['check', ...argv], { ...typed, services: { ...services, ...typed.services } });
}

/** The same as a program asks. */
const weighSmall = (recipe: object = {}) =>
  weighLoop(
    {
      check: CHECK,
      recipe: {
        data: { csv: CSV, target: 'y' },
        split: { repeats: 1 },
        training: { epochs: 2 },
        ...recipe,
      },
    },
    { engines },
  );

describe('absum check --run', () => {
  const run = () => [at('train.py'), '--run', at('data.csv'), '--target', 'y', ...SMALL];

  it('prints and writes as JSON what the library answers', async () => {
    const { code, stdout, stderr } = await typeRun([...run(), '--json', '--out', at('worth.json')]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual(await weighSmall());
    expect(readFileSync(at('worth.json'), 'utf8')).toBe(stdout);
  });

  it('prints a table for people, and ends with 0 whatever the faults', async () => {
    const { code, stdout } = await typeRun(run());
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Against the loop as meant, as written raises validation RMSE by /);
    expect(stdout).toMatch(/^penalty-subtracted +1 /m);
    expect(stdout).toContain(`${at('train.py')}: 2 loops trained on the same 5 pairs`);
  });

  it('takes a table on standard input, or a built-in data set', async () => {
    const piped = await typeRun([at('train.py'), '--run', '-', '--target', 'y', ...SMALL, '--json'], CHECK, {
      stdin: CSV,
    });
    expect(JSON.parse(piped.stdout)).toEqual(await weighSmall());
    const named = await typeRun([at('train.py'), '--run', '--dataset', 'diabetes', ...SMALL, '--json']);
    expect(JSON.parse(named.stdout).asMeant.data).toMatchObject({ dataset: 'diabetes' });
  });

  it('takes settings of the optimizer for the one that the loop has, unless another is named', async () => {
    const check = checkOf(['penalty-subtracted'], { ...LOOP, optimizer: { name: 'sgd', learningRate: 0.1 } });
    const rate = await typeRun([...run(), '--learning-rate', '0.05', '--json'], check);
    expect(JSON.parse(rate.stdout).asMeant.optimizer).toEqual({ name: 'sgd', learningRate: 0.05 });
    const other = await typeRun([...run(), '--optimizer', 'adam', '--json'], check);
    expect(JSON.parse(other.stdout).asMeant.optimizer).toMatchObject({ name: 'adam', learningRate: 0.02 });
  });

  it('names its options, whether they were given or are missing', async () => {
    const bad = await typeRun([...run().slice(0, -1), '0']);
    expect(bad).toMatchObject({ code: 2, stderr: 'error: --epochs: expected at least 1, got 0\n' });
    const many = checkOf(['penalty-subtracted'], { ...LOOP, penalty: { lambdas: [0.01, 0.1] } });
    const { code, stderr } = await typeRun(run(), many);
    expect(code).toBe(2);
    expect(stderr).toContain('--lambdas: expected one lambda');
    expect(stderr).toContain('--lambdas 0.01');
    expect((await typeRun([...run(), '--lambdas', '0.1'], many)).code).toBe(0);
    const column = await typeRun([at('train.py'), '--run', at('data.csv'), '--target', 'z']);
    expect(column.stderr).toContain('--target: expected one of the columns "a", "b", "y", got "z"');
    const target = await typeRun([at('train.py'), '--run', at('data.csv')]);
    expect(target.stderr).toContain('--target is required: one of a, b, y');
  });

  it('refuses what it cannot run', async () => {
    const refusal = async (argv: readonly string[], check = CHECK) => {
      const { code, stderr } = await typeRun(argv, check);
      expect(code).toBe(2);
      return stderr;
    };
    expect(await refusal([at('train.py'), at('other.py'), '--run', at('data.csv')])).toContain(
      '--run: expected one loop, got 2',
    );
    expect(await refusal([...run(), '--format', 'github'])).toContain('got github');
    expect(await refusal(['-', '--run', '-'])).toContain('got both: name the file of one');
    expect(await refusal(['-', '--run'])).toContain('got both: name the file of one');
    expect(await refusal([...run(), '--fail-on', 'error'])).toContain('--fail-on');
    expect(await refusal(run(), { ...CHECK, recipe: null })).toContain('expected a training loop, got none');
    expect(await refusal([...run(), '--out', at('')])).toContain('--out: expected a file, got a folder');
  });

  it('stops at Ctrl-C, with nothing judged', async () => {
    const keyboard = { press: () => {} };
    const services = {
      worth: async () => ({
        weighLoop: ((request, options) =>
          weighLoop(request, {
            ...options,
            onProgress(event) {
              options.onProgress?.(event);
              if (event.kind === 'trial' && event.done === 3) keyboard.press();
            },
          })) as typeof weighLoop,
      }),
    };
    const { code, stdout, stderr } = await typeRun([...run(), '--workers', '0'], CHECK, {
      keyboard,
      services,
    });
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toBe('Stopped after 3 of 10 trials: nothing is judged of a part of them.\n');
  });

  it('shows its progress on a terminal, on standard error alone', async () => {
    const { stdout, stderr } = await typeRun(run(), CHECK, { terminal: 80 });
    expect(stderr).toContain('of 10 trials');
    expect(stdout).not.toContain('of 10 trials');
    expect((await typeRun([...run(), '--quiet'], CHECK, { terminal: 80 })).stderr).toBe('');
  });

  it('lists the options of a recipe in the help of a run alone', async () => {
    const plain = await typeRun(['--help']);
    expect(plain.stdout).toContain('--run [table]');
    expect(plain.stdout).not.toContain('--batch-size');
    expect((await typeRun(['--run', '--help'])).stdout).toContain('--batch-size');
  });
});
