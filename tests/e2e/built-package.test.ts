import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Consumer, installPackage } from '../../scripts/hosts/consumer.ts';
import { ROOT, run, runProgram } from './commands.ts';

const RECIPE = `{ data: { dataset: 'friedman1' }, training: { epochs: 2 }, penalty: { lambdas: [0.01] }, engine: 'tfjs' }`;

test('the threads of a pool are in the package, and idle ones let the process end', async () => {
  const printed = await runProgram(`
    import { compare } from 'absum-l1';
    import { createEngines, createPool } from 'absum-l1/node';
    const engines = createEngines();
    const executor = createPool({ workers: 2 });
    const inPlace = JSON.stringify(await compare(${RECIPE}, { engines }));
    console.log(JSON.stringify(await compare(${RECIPE}, { engines, executor })) === inPlace);
  `);
  expect(printed).toBe('true');
});

test('a program given to node as text may use a pool', async () => {
  const program = `
    import { compare } from 'absum-l1';
    import { createEngines, createPool } from 'absum-l1/node';
    const { design } = await compare(${RECIPE}, { engines: createEngines(), executor: createPool({ workers: 2 }) });
    console.log(design.trials);
  `;
  const { stdout, stderr } = await run(`node --input-type=module -e "${program}"`);
  expect(stderr).toBe('');
  expect(stdout).toBe('20\n');
});

test('the package leaves alone a tfjs that the program uses itself, and is left alone by it', async () => {
  const alone = await runProgram(`
    import { compare } from 'absum-l1';
    import { createEngines } from 'absum-l1/node';
    console.log(JSON.stringify((await compare(${RECIPE}, { engines: createEngines() })).lambdas));
  `);
  const beside = await runProgram(
    `
    import * as tf from '@tensorflow/tfjs-core';
    import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
    import { compare } from 'absum-l1';
    import { createEngines } from 'absum-l1/node';
    setWasmPaths('node_modules/@tensorflow/tfjs-backend-wasm/wasm-out/');
    await tf.setBackend('wasm');
    const own = tf.tensor1d([1, -2]);
    const { lambdas } = await compare(${RECIPE}, { engines: createEngines() });
    const sum = tf.sum(own).dataSync()[0];
    console.log(JSON.stringify({ lambdas, sum, tensors: tf.memory().numTensors }));
  `,
    { packages: ['@tensorflow'] },
  );
  expect(JSON.parse(beside)).toEqual({ lambdas: JSON.parse(alone), sum: -1, tensors: 2 });
});

describe('the packed package, in a folder where nothing else is', () => {
  const PACKAGE = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const entries = Object.keys(PACKAGE.exports)
    .filter((path) => !path.endsWith('.json'))
    .map((path) => PACKAGE.name + path.slice(1));
  let consumer: Consumer;
  beforeAll(() => {
    consumer = installPackage();
  });
  afterAll(() => consumer?.remove());

  test('asks for no tfjs, though both engines train', async () => {
    const installed = JSON.parse(
      readFileSync(join(consumer.folder, 'node_modules/absum-l1/package.json'), 'utf8'),
    );
    expect(Object.keys(installed.dependencies).filter((name) => name.startsWith('@tensorflow'))).toEqual([]);
    expect(existsSync(join(consumer.folder, 'node_modules/@tensorflow'))).toBe(false);
    writeFileSync(
      join(consumer.folder, 'train.js'),
      `import { compare } from 'absum-l1';
      import { createEngines } from 'absum-l1/node';
      console.log((await compare(${RECIPE}, { engines: createEngines() })).engine);`,
    );
    expect(await run('node train.js', consumer.folder)).toEqual({ code: 0, stdout: 'tfjs\n', stderr: '' });
  });

  test('has types that compile by themselves, those of every entry', async () => {
    const names = entries.map((entry, i) => `import * as entry${i} from '${entry}';`);
    const uses = entries.map((_, i) => `entry${i}`);
    writeFileSync(
      join(consumer.folder, 'types.ts'),
      `${names.join('\n')}
      import type { TfjsModules } from 'absum-l1/tfjs';
      export const modules = (bytes: TfjsModules['tfjs']): TfjsModules => ({ absum: bytes, tfjs: bytes });
      import { compare, type Report } from 'absum-l1';
      import { createPool } from 'absum-l1/node';
      export async function judge() {
        await using executor = createPool();
        const recipe = { data: { dataset: 'diabetes' }, penalty: { lambdas: [0, 1], method: 'proximal' } } as const;
        // @ts-expect-error epochs
        await compare({ ...recipe, training: { epoch: 4 } });
        return compare(recipe, { executor });
      }
      export const json: (report: Report) => Record<string, unknown> = (report) => report;
      export const entries = [${uses.join(', ')}];`,
    );
    const flags = '--noEmit --strict --skipLibCheck false --types "" --target es2022 --lib es2022,dom';
    const { code, stdout } = await run(
      `${ROOT}node_modules/.bin/tsc ${flags} --module nodenext types.ts`,
      consumer.folder,
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    const declarations = globSync('node_modules/absum-l1/dist/types/**/*.d.ts', { cwd: consumer.folder });
    expect(declarations.length).toBeGreaterThan(20);
    const specifiers = declarations.flatMap((file) =>
      Array.from(
        readFileSync(join(consumer.folder, file), 'utf8').matchAll(
          /\b(?:from |import |import\()['"]([^.'"][^'"]*)/g,
        ),
        ([, specifier]) => specifier,
      ),
    );
    expect(new Set(specifiers)).toEqual(new Set(['hono', 'hono/aws-lambda', 'valibot']));
  });
});
