/** The ABI of absum.wasm: what is exported here, and nothing else, is what a host may call. */

export { exp, log, sigmoid, tanh } from './elementary';
export { predict, refreshTransposed, runSteps } from './epoch';
export { groupNorm, shrinkGroup, shrinkGroupEach } from './group';
export { measureNorm } from './group-penalty';
export { absSum, addScaledSign, countZeros, softThreshold, softThresholdEach } from './penalty';
export { fillDropoutMask } from './random';
