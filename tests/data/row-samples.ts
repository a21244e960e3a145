import type { Column } from '../../src/data/columns.ts';
import type { Values } from '../../src/data/equal-rows.ts';

/** A data set of numeric or text columns, the last of which is the target. */
export function makeDataset(columns: readonly (readonly (number | string | null)[])[]): Values {
  const features = columns.slice(0, -1).map((values, c): Column => {
    const name = `x${c + 1}`;
    return values.some((value) => typeof value === 'string')
      ? { kind: 'text', name, values: values.map((value) => (value === null ? null : String(value))) }
      : { kind: 'number', name, values: Float64Array.from(values, (value) => Number(value ?? Number.NaN)) };
  });
  const y = columns[columns.length - 1];
  return {
    rows: y.length,
    features,
    target: { task: 'regression', name: 'y', values: Float64Array.from(y, Number) },
  };
}
