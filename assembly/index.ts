/** The ABI of absum.wasm: what is exported here, and nothing else, is what a host may call. */
export { absSum, addScaledSign, countZeros, softThreshold, softThresholdEach } from './penalty';
