import type { ColumnInUse, Dataset } from '../data/dataset.ts';
import type { ColumnReading } from '../data/reading/reading.ts';
import type { Reading } from './reading.ts';

/** Says how a data set was read. */
export function reportReading({ reading: { format, columns } }: Pick<Dataset, 'reading'>): Reading {
  return {
    ...(format && { format: { ...format, leftOut: format.leftOut.map((each) => ({ ...each })) } }),
    columns: columns.map(({ role, ...reading }) => reportColumn(reading, { role })),
  };
}

/** Says how a column was read; what is nothing is left out, since there may be thousands of columns. */
export function reportColumn<Role extends { role?: ColumnInUse['role'] }>(
  { name, reading, distinct, missingAs, removed, notation, leadingZeros, ...counts }: ColumnReading,
  role: Role,
) {
  return {
    name,
    ...role,
    reading,
    ...(counts.numbers > 0 && { numbers: counts.numbers }),
    ...(counts.notated > 0 && { notated: counts.notated }),
    ...(counts.texts > 0 && { texts: counts.texts }),
    ...(counts.missing > 0 && { missing: counts.missing }),
    distinct,
    ...(missingAs.length > 0 && { missingAs: [...missingAs] }),
    ...(removed.length > 0 && { removed: [...removed] }),
    ...(notation && { notation: { ...notation } }),
    ...(leadingZeros && { leadingZeros }),
  };
}
