import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** A trial, as the heap sees it. */
export interface Tenant {
  /** Brings its tensors into the heap. */
  moveIn(): void;
  /** Disposes its tensors, and keeps what it needs to move in again. */
  moveOut(): void;
}

/**
 * The one heap of tfjs, in which one trial lives at a time. When a trial enters, the one before moves out, and every
 * byte becomes what it was when tfjs started: dead tensors and what tfjs keeps beside them (packed copies of
 * weights, its stack) are gone too.
 */
export interface Heap {
  /** Lets a tenant in, unless it is in already. */
  enter(tenant: Tenant): void;
  /** Makes a tenant move out, if it is in. */
  leave(tenant: Tenant): void;
}

/** @param backend just started, with no tensor in its heap */
export function createHeap(backend: BackendWasm, memory: WebAssembly.Memory): Heap {
  const image = takeImage(memory);
  let tenant: Tenant | null = null;
  let isClean = true;

  function clear(): void {
    tenant?.moveOut();
    tenant = null;
    // A program may use tfjs itself, and its tensors must stay; `ZeroingBackend` zeroes those of trials.
    if (isClean || backend.numDataIds() > 0) return;
    const bytes = new Uint8Array(memory.buffer);
    bytes.set(image);
    bytes.fill(0, image.length);
    isClean = true;
  }

  return {
    enter(next) {
      if (tenant === next) return;
      clear();
      isClean = false;
      next.moveIn();
      tenant = next;
    },
    leave(one) {
      if (tenant === one) clear();
    },
  };
}

/** A copy of a memory up to its last byte that is not zero. */
function takeImage(memory: WebAssembly.Memory): Uint8Array {
  const bytes = new Uint8Array(memory.buffer);
  return bytes.slice(0, bytes.findLastIndex((byte) => byte !== 0) + 1);
}
