/** The tfjs engine, which includes tfjs and loads it when it first trains. */
export { createTfjsEngine } from '../engines/tfjs/engine.ts';
export type { TfjsModules } from '../engines/tfjs/modules.ts';
