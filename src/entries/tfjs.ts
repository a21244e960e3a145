/** The tfjs engine, which brings tfjs along and loads it when it first trains. */
export type { TfjsModules } from '../engines/tfjs/backend.ts';
export { createTfjsEngine } from '../engines/tfjs/engine.ts';
