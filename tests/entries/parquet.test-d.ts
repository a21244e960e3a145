import { expectTypeOf, test } from 'vitest';
import { readParquet } from '../../src/entries/parquet.ts';

test('a Parquet file is bytes, and its table a text', () => {
  expectTypeOf(readParquet).parameter(0).toEqualTypeOf<Uint8Array | ArrayBuffer>();
  expectTypeOf(readParquet).returns.resolves.toEqualTypeOf<string>();
});
