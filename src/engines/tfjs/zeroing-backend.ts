import { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type * as tf from '@tensorflow/tfjs-core';

/**
 * The WASM backend, but it zeroes the memory of each tensor before it hands it out and before it frees it: a kernel that
 * left a part of its output unwritten would otherwise give what another computation had there.
 */
export class ZeroingBackend extends BackendWasm {
  override move(
    dataId: object,
    values: tf.backend_util.BackendValues | null,
    shape: number[],
    dtype: tf.DataType,
    refCount: number,
  ): void {
    super.move(dataId, values as tf.backend_util.BackendValues, shape, dtype, refCount);
    if (values === null && dtype !== 'string') this.typedArrayFromHeap({ dataId, shape, dtype }).fill(0);
  }

  override disposeData(dataId: object, force = false): boolean {
    const data = this.dataIdMap.has(dataId) ? this.dataIdMap.get(dataId) : undefined;
    // Texts lie outside the heap.
    if (data !== undefined && data.memoryOffset !== null && (force || data.refCount <= 1)) {
      this.typedArrayFromHeap({ dataId, shape: data.shape, dtype: data.dtype }).fill(0);
    }
    return super.disposeData(dataId, force);
  }
}
