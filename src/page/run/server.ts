/** What the page asks of its server: loaded when it first asks, since most comparisons never leave the browser. */
export { compareRemotely, planRemotely } from '../../client/compare-remotely.ts';
export { followSweep, startSweep, stopSweep } from '../../client/sweeps.ts';
