import { findCountingColumns, findUnseenCategories } from './column-findings.ts';
import type { FindInTable } from './observed.ts';
import { findDateColumns, findLeadingZeros, findMixedColumns } from './reading-findings.ts';
import { findDroppedRows, findDuplicateRows } from './row-findings.ts';

const FINDERS = [
  findDateColumns,
  findMixedColumns,
  findLeadingZeros,
  findDuplicateRows,
  findDroppedRows,
  findCountingColumns,
  findUnseenCategories,
];

export const findInTable: FindInTable = (observed) =>
  FINDERS.map((find) => find(observed)).filter((finding) => finding !== null);
