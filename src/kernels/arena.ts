import { errorAt } from '../errors.ts';

const PAGE_BYTES = 65_536;
/** One page short of 4 GiB: no region may end at the 4 GiB mark. */
const MAX_PAGES = 65_535;
const ALIGNMENT = 64;

/** Bytes that an allocation takes up. */
export function align(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

/** A memory in which regions are laid one after another, and given back in the opposite order. */
export class Arena {
  readonly memory: WebAssembly.Memory;
  #end = 0;

  constructor(memory: WebAssembly.Memory) {
    this.memory = memory;
  }

  /** Where the next region will begin. */
  get end(): number {
    return this.#end;
  }

  /**
   * Lays a region of zeros and returns its address, a multiple of 64.
   *
   * @throws AbsumError `limit-exceeded` where the host has no more memory
   */
  allocate(bytes: number): number {
    const address = this.#end;
    this.reserve(bytes);
    this.#end = address + align(bytes);
    return address;
  }

  /**
   * Makes room for so many bytes more, without laying a region.
   *
   * @throws AbsumError `limit-exceeded` where the host has no more memory
   */
  reserve(bytes: number): void {
    const end = this.#end + align(bytes);
    const missing = Math.ceil((end - this.memory.buffer.byteLength) / PAGE_BYTES);
    if (missing > 0) this.#grow(missing, end);
  }

  /** Gives back all regions from `address` on, and zeroes them. */
  release(address: number): void {
    new Uint8Array(this.memory.buffer, address, this.#end - address).fill(0);
    this.#end = address;
  }

  #grow(pages: number, end: number): void {
    const refusal = `the training needs ${end} bytes, more than this host gives`;
    if (this.memory.buffer.byteLength / PAGE_BYTES + pages > MAX_PAGES)
      throw errorAt('limit-exceeded', '', refusal);
    try {
      this.memory.grow(pages);
    } catch {
      throw errorAt('limit-exceeded', '', refusal);
    }
  }
}
