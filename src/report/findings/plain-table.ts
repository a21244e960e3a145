import type { ColumnInUse, Dataset } from '../../data/dataset.ts';
import { MOST_COUNTED } from '../../data/reading/reading.ts';

/**
 * Whether no finding can be about the table by itself: its columns were read without a doubt, no feature has another value
 * in each row, as numbers of rows do, and no row was left out for what it lacks.
 */
export function isPlainTable({ rows, dropped, reading }: Dataset): boolean {
  const differsInEach = ({ role, distinct }: ColumnInUse) =>
    role === 'feature' && distinct >= Math.min(rows, MOST_COUNTED);
  return dropped === null && !reading.columns.some((column) => isDoubtful(column) || differsInEach(column));
}

function isDoubtful({ role, reading, numbers, notated, leadingZeros }: ColumnInUse): boolean {
  return role === 'left out' || leadingZeros === true || (reading === 'category' && numbers + notated > 0);
}
