import type { EncodedColumn } from '../data/encode.ts';

/**
 * For each feature whether a network keeps it: some weight of the first layer, from any of its columns, is not
 * exactly zero.
 *
 * @param parameters in the order of `layout.ts`: the first layer's weights [columns, units] come first
 */
export function findKeptFeatures(
  columns: readonly EncodedColumn[],
  parameters: Float32Array,
  units: number,
): ReadonlyMap<string, boolean> {
  const kept = new Map<string, boolean>();
  columns.forEach(({ feature }, i) => {
    const weights = parameters.subarray(i * units, (i + 1) * units);
    kept.set(feature, kept.get(feature) === true || weights.some((w) => w !== 0));
  });
  return kept;
}
