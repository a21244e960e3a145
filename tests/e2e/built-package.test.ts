import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT, run } from './commands.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'absum-package-'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(ROOT, join(folder, 'node_modules', 'absum'));
  symlinkSync(join(ROOT, 'node_modules/@tensorflow'), join(folder, 'node_modules/@tensorflow'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function runProgram(text: string): Promise<unknown> {
  writeFileSync(join(folder, 'program.mjs'), text);
  const { stdout, stderr, code } = await run('node program.mjs', folder);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

const RECIPE = `{ data: { dataset: 'friedman1' }, training: { epochs: 2 }, penalty: { lambdas: [0.01] } }`;

test('the package leaves alone a tfjs that the program uses itself, and is left alone by it', async () => {
  const alone = await runProgram(`
    import { compare } from 'absum';
    import { createEngines } from 'absum/node';
    console.log(JSON.stringify((await compare(${RECIPE}, { engines: createEngines() })).lambdas));
  `);
  const beside = await runProgram(`
    import * as tf from '@tensorflow/tfjs-core';
    import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
    import { compare } from 'absum';
    import { createEngines } from 'absum/node';
    setWasmPaths('node_modules/@tensorflow/tfjs-backend-wasm/wasm-out/');
    await tf.setBackend('wasm');
    const own = tf.tensor1d([1, -2]);
    const { lambdas } = await compare(${RECIPE}, { engines: createEngines() });
    const sum = tf.sum(own).dataSync()[0];
    console.log(JSON.stringify({ lambdas, sum, tensors: tf.memory().numTensors }));
  `);
  expect(beside).toEqual({ lambdas: alone, sum: -1, tensors: 2 });
});
