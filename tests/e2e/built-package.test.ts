import { expect, test } from 'vitest';
import { run, runProgram } from './commands.ts';

const RECIPE = `{ data: { dataset: 'friedman1' }, training: { epochs: 2 }, penalty: { lambdas: [0.01] }, engine: 'tfjs' }`;

test('the threads of a pool are in the package, and idle ones let the process end', async () => {
  const printed = await runProgram(`
    import { compare } from 'absum';
    import { createEngines, createPool } from 'absum/node';
    const engines = createEngines();
    const executor = createPool({ workers: 2 });
    const inPlace = JSON.stringify(await compare(${RECIPE}, { engines }));
    console.log(JSON.stringify(await compare(${RECIPE}, { engines, executor })) === inPlace);
  `);
  expect(printed).toBe('true');
});

test('a program given to node as text may use a pool', async () => {
  const program = `
    import { compare } from 'absum';
    import { createEngines, createPool } from 'absum/node';
    const { design } = await compare(${RECIPE}, { engines: createEngines(), executor: createPool() });
    console.log(design.trials);
  `;
  const { stdout, stderr } = await run(`node --input-type=module -e "${program}"`);
  expect(stderr).toBe('');
  expect(stdout).toBe('20\n');
});

test('the package leaves alone a tfjs that the program uses itself, and is left alone by it', async () => {
  const alone = await runProgram(`
    import { compare } from 'absum';
    import { createEngines } from 'absum/node';
    console.log(JSON.stringify((await compare(${RECIPE}, { engines: createEngines() })).lambdas));
  `);
  const beside = await runProgram(
    `
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
  `,
    ['@tensorflow'],
  );
  expect(JSON.parse(beside)).toEqual({ lambdas: JSON.parse(alone), sum: -1, tensors: 2 });
});
