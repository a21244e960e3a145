/** The library: what embeds absum in a program of one's own. */
export { type CompareOptions, compare, plan } from './compare/compare.ts';
export { DEFAULT_LIMITS, type Limits } from './compare/limits.ts';
export type { PlanFigures } from './compare/plan.ts';
export type { RecipeInput, TrainInput } from './compare/recipe.ts';
export type { LambdaReport, Report, Summary } from './compare/report.ts';
export { type TrainedNetwork, train } from './compare/train.ts';
export type { Engine } from './engines/engine.ts';
export { createFusedEngine } from './engines/fused/engine.ts';
export type { TfjsModules } from './engines/tfjs/backend.ts';
export { createTfjsEngine } from './engines/tfjs/engine.ts';
export { AbsumError, type ErrorCode, type Issue } from './errors.ts';
export { type AppOptions, createApp, DEFAULT_SERVICE_LIMITS, type ServiceLimits } from './http/app.ts';
export { createPenalty, type Penalty } from './kernels/penalty.ts';
export { VERSION } from './version.ts';
