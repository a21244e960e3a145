import { errorAt } from '../errors.ts';

const PAGE_BYTES = 65_536;
/** One page short of 4 GiB: no region may end at the 4 GiB mark. */
const MAX_PAGES = 65_535;
/** The most that an arena can hold. */
export const MAX_ARENA_BYTES = PAGE_BYTES * MAX_PAGES;
const ALIGNMENT = 64;

/** The bytes that a region of `bytes` takes up. */
export function align(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

/** How an arena grows, and what it says where it cannot. */
interface ArenaOptions {
  /** Whether it at least doubles, so that ever longer regions cost few copies; otherwise it grows to the page. */
  readonly doubles?: boolean;
  /** The place that the error names. */
  readonly place?: string;
  /** The first words of the error: what needs the bytes. */
  readonly need?: string;
}

/** A memory that lays regions one after another and takes them back in the opposite order. */
export class Arena {
  readonly memory: WebAssembly.Memory;
  /** Where its last region must end; it grows no further, though the host had more memory. */
  limit = MAX_ARENA_BYTES;
  readonly #options: Required<ArenaOptions>;
  #end = 0;

  constructor(
    memory: WebAssembly.Memory,
    { doubles = false, place = '', need = 'the training needs' }: ArenaOptions = {},
  ) {
    this.memory = memory;
    this.#options = { doubles, place, need };
  }

  /** Where the next region will begin. */
  get end(): number {
    return this.#end;
  }

  /**
   * Lays a region of zeros and returns its address, a multiple of 64.
   *
   * @throws AbsumError `limit-exceeded` beyond its limit, and where the host has no more memory
   */
  allocate(bytes: number): number {
    const address = this.#end;
    this.reserve(bytes);
    this.#end = address + align(bytes);
    return address;
  }

  /**
   * Makes room for `bytes` more, without laying a region.
   *
   * @throws AbsumError `limit-exceeded` beyond its limit, and where the host has no more memory
   */
  reserve(bytes: number): void {
    const end = this.#end + bytes;
    if (end > this.limit) throw this.#refuse(end, `the ${this.limit} planned`);
    const pages = this.memory.buffer.byteLength / PAGE_BYTES;
    const needed = Math.ceil(end / PAGE_BYTES);
    if (needed <= pages) return;
    if (needed > MAX_PAGES) throw this.#refuse(end);
    const wanted = this.#options.doubles ? Math.max(needed, 2 * pages) : needed;
    try {
      this.memory.grow(Math.min(wanted, MAX_PAGES) - pages);
    } catch {
      throw this.#refuse(end);
    }
  }

  /** Gives back all regions from `address` on, and zeroes them. */
  release(address: number): void {
    new Uint8Array(this.memory.buffer, address, this.#end - address).fill(0);
    this.#end = address;
  }

  #refuse(bytes: number, given = 'this host gives') {
    const { place, need } = this.#options;
    return errorAt('limit-exceeded', place, `${need} ${bytes} bytes, more than ${given}`);
  }
}
