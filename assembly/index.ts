/** The ABI of absum.wasm: a host may call what is exported here, and nothing else. */

export { fusesProducts } from './arithmetic';
export { exp, log, sigmoid, tanh } from './elementary';
export { predict, refreshTransposed, runSteps } from './epoch';
export { groupNorm, shrinkGroup, shrinkGroupEach } from './group';
export { measureNorm } from './group-penalty';
export { absSum, addScaledSign, countZeros, softThreshold, softThresholdEach } from './penalty';
export { fillDropoutMask } from './random';
