import { expectTypeOf, test } from 'vitest';
import type { Engine, ModuleSource } from '../../src/entries/index.ts';
import { createTfjsEngine, type TfjsModules } from '../../src/entries/tfjs.ts';

declare const module: WebAssembly.Module;

test('the tfjs engine takes both modules, compiled or to be compiled', () => {
  expectTypeOf(createTfjsEngine({ absum: module, tfjs: async () => module })).toEqualTypeOf<Engine>();
  expectTypeOf<TfjsModules>().toEqualTypeOf<{ readonly absum: ModuleSource; readonly tfjs: ModuleSource }>();
  // @ts-expect-error no modules
  createTfjsEngine();
  // @ts-expect-error one of the two
  createTfjsEngine({ absum: module });
  // @ts-expect-error nothing is no module
  createTfjsEngine({ absum: module, tfjs: undefined });
});

test('its engine is named by the contract', () => {
  expectTypeOf<Engine['name']>().toEqualTypeOf<'fused' | 'tfjs'>();
});
