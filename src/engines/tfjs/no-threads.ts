/** Stands in for the threaded build of tfjs, which no host of absum uses. */
export default undefined;
export const wasmWorkerContents = '';
