import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPythons } from '../../../bench/peers/python.ts';

describe('the Pythons', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'absum-pythons-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** A program that says which libraries it has, in the place of a Python; by default it waits for requests. */
  function write(name: string, versions: Record<string, string>, rest = 'cat > /dev/null'): string {
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\necho '${JSON.stringify({ versions })}'\n${rest}\n`);
    chmodSync(path, 0o755);
    return path;
  }

  test('give each library by the first of them that has it', async () => {
    const first = write('first', { torch: '1.0' });
    const second = write('second', { torch: '2.0', jax: '0.1' });
    const pythons = await startPythons([first, second]);
    pythons.close();
    expect(pythons.programs).toEqual({ torch: first, jax: second });
    expect(pythons.versions).toEqual({ torch: '1.0', jax: '0.1' });
    expect(pythons.peers.map(({ name }) => name)).toEqual([
      'PyTorch eager',
      'JAX jit scan',
      'JAX jit scan + vmap',
    ]);
    expect(pythons.missing).toEqual(['scikit-learn']);
  });

  test('say of one that does not run that it does not, and leave it out', async () => {
    const broken = join(folder, 'broken');
    writeFileSync(broken, '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    const whole = write('whole', { jax: '0.1' });
    const pythons = await startPythons([broken, join(folder, 'nowhere'), whole]);
    pythons.close();
    expect(pythons.programs).toEqual({ jax: whole });
    expect(pythons.missing.slice(2)).toEqual([
      `${broken} (it does not run peers.py)`,
      `${join(folder, 'nowhere')} (it does not run peers.py)`,
    ]);
  });

  test('have nothing where there is none', async () => {
    const pythons = await startPythons([]);
    expect(pythons.peers).toEqual([]);
    expect(pythons.missing).toEqual(['PyTorch', 'scikit-learn', 'JAX']);
  });
});
