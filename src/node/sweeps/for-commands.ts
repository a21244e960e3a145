/** What the command line uses of the sweeps in a folder. */
export { drawSweepId } from '../../http/sweep-id.ts';
export { listSweeps, viewSweep } from './look.ts';
export { openNodeSweeps } from './sweeps.ts';
