import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { layoutPadded, measureBatchPanels, measurePaddedRows } from '../../src/kernels/panels.ts';
import {
  ACTIVATION_CODES,
  LAYER_FIELDS,
  LOSS_CODES,
  measurePlan,
  OPTIMIZER_CODES,
  PENALTY_CODES,
  PLAN_FIELDS,
} from '../../src/kernels/plan-record.ts';
import { ROOT } from './commands.ts';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const page = read('docs/abi.md');
const module = new WebAssembly.Module(readFileSync(join(ROOT, 'dist/absum.wasm')));

/** The cells of the tables whose first column has this head, row by row, without backquotes. */
function readTables(head: string): string[][][] {
  const [, ...tables] = page.split(`\n| ${head} |`);
  return tables.map((text) => {
    const [rows] = text.split('\n\n');
    const lines = rows.split('\n').slice(2);
    const cells = lines.map((line) => line.split(/(?<!\\)\|/).slice(1, -1));
    return cells.map((row) => row.map((cell) => cell.trim().replaceAll('`', '')));
  });
}

describe('the tables of docs/abi.md', () => {
  const [exported] = readTables('Export');

  test('list every export with its wasm type', () => {
    const listed = exported.map(([call, type]) => [call.slice(0, call.indexOf('(')), type]);
    const names = WebAssembly.Module.exports(module).map(({ name }) => name);
    const types = names.map((name) => [name, readWasmType(name)]);
    expect(listed.sort()).toEqual(types.sort());
  });

  test('name the arguments of every export as its source does', () => {
    const sources = globSync('assembly/*.ts', { cwd: ROOT }).map(read).join('\n');
    for (const [call] of exported) {
      const name = call.slice(0, call.indexOf('('));
      const [, parameters] = sources.match(new RegExp(`^export function ${name}\\(([^)]*)\\)`, 'm')) ?? [];
      const names = [...(parameters ?? '').matchAll(/(\w+):/g)].map(([, argument]) => argument);
      expect(call).toBe(`${name}(${names.join(', ')})`);
    }
  });

  test('list the fields of the plan and of a layer with their offsets and types', () => {
    const [plan, layer] = readTables('Field').map((rows) => rows.map((row) => row.slice(0, 3)));
    expect(plan).toEqual(placeFields(PLAN_FIELDS));
    expect(layer).toEqual(placeFields(LAYER_FIELDS.map((name) => [name, 'u32'])));
  });

  test('agree with the records that the module declares', () => {
    const declared = read('assembly/plan.ts')
      .split('export class ')
      .slice(1)
      .map((text) =>
        [...text.matchAll(/^ {2}(\w+): (\w+);$/gm)].map(([, name, type]) => [name, type] as const),
      );
    const listed = readTables('Field').map((rows) => rows.map((row) => row.slice(0, 3)));
    expect(listed).toEqual(declared.map(placeFields));
  });

  test('list the codes', () => {
    const [listed] = readTables('Code');
    const codes = listed.map(([field, ...names]) => [field, names.filter((name) => name !== '')]);
    const inOrder = (codes: Record<string, number>) => {
      const names = Object.keys(codes).sort((a, b) => codes[a] - codes[b]);
      expect(names.map((name) => codes[name])).toEqual(names.map((_, i) => i));
      return names;
    };
    expect(codes).toEqual([
      ['activation', inOrder(ACTIVATION_CODES)],
      ['loss', inOrder(LOSS_CODES)],
      ['optimizer', inOrder(OPTIMIZER_CODES)],
      ['penalty', inOrder(PENALTY_CODES)],
    ]);
  });

  test('count the bytes of the example as the fused engine does', () => {
    const { parameterCount, layers } = layoutPadded([3, 8, 1]);
    const batch = (columns: number) => measureBatchPanels(8, columns);
    const [, output] = layers;
    const bytes = new Map(
      readTables('Region')[0].map(([region, , , size]) => [region.split(/[,;]/)[0], size]),
    );
    expect(Object.fromEntries(bytes)).toEqual({
      'plan and layers': `${measurePlan(2)}`,
      parameters: `${4 * parameterCount}`,
      gradient: `${4 * parameterCount}`,
      firstMoment: `${4 * parameterCount}`,
      secondMoment: `${4 * parameterCount}`,
      constants: '384',
      transposed: `${256 * output.inputPanels * output.outputPanels}`,
      batch: `${batch(3)}`,
      batchTargets: `${batch(1)}`,
      values: `${batch(8)}, ${batch(1)}`,
      slopes: `${batch(8)}, ${batch(1)}`,
      features: `${measurePaddedRows(23, 3)}`,
      targets: `${measurePaddedRows(23, 1)}`,
      order: `${4 * 23}`,
      groups: '0',
      objectives: `${8 * 3}`,
      'outputs of predict': `${4 * 23}`,
    });
  });
});

/** Fields with their offsets, one after another. */
function placeFields(fields: readonly (readonly [string, string])[]): string[][] {
  let offset = 0;
  return fields.map(([name, type]) => {
    const row = [name, `${offset}`, type];
    offset += type === 'f64' ? 8 : 4;
    return row;
  });
}

/** The type of an export, by the module's text form: `(i32, f32) -> f64`. */
function readWasmType(name: string): string {
  const text = read('dist/absum.wat');
  const [, id] = text.match(new RegExp(`^ \\(export "${name}" \\(func (\\S+)\\)\\)$`, 'm')) ?? [];
  const head = text.split('\n').find((line) => line.startsWith(` (func ${id} `)) ?? '';
  const parameters = [...head.matchAll(/\(param \S+ (\w+)\)/g)].map(([, type]) => type);
  const [, result = '()'] = head.match(/\(result (\w+)\)/) ?? [];
  return `(${parameters.join(', ')}) -> ${result}`;
}
