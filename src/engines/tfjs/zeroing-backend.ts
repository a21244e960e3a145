import { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** The WASM backend, but it zeroes each tensor before it frees the tensor's memory. */
export class ZeroingBackend extends BackendWasm {
  override disposeData(dataId: object, force = false): boolean {
    const data = this.dataIdMap.has(dataId) ? this.dataIdMap.get(dataId) : undefined;
    // Texts lie outside the heap.
    if (data !== undefined && data.memoryOffset !== null && (force || data.refCount <= 1)) {
      this.typedArrayFromHeap({ dataId, shape: data.shape, dtype: data.dtype }).fill(0);
    }
    return super.disposeData(dataId, force);
  }
}
