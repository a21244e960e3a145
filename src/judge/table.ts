import { writeCells } from '../data/doors/write-csv.ts';
import type { JudgeAnswer, JudgedCandidate } from './answer.ts';

type Column = [title: string, read: (row: JudgedCandidate) => string | number | boolean | null | undefined];

const COLUMNS: readonly Column[] = [
  ['candidate', ({ name }) => name],
  ['mean', ({ mean }) => mean],
  ['sd', ({ sd }) => sd],
  ['se', ({ se }) => se],
  ['pairs', ({ values }) => values.filter((value) => value !== null).length],
  ['verdict', ({ comparison }) => comparison?.verdict ?? 'baseline'],
  ['difference', ({ comparison }) => comparison?.difference],
  ['relative', ({ comparison }) => comparison?.relative],
  ['interval low', ({ comparison }) => comparison?.interval?.[0]],
  ['interval high', ({ comparison }) => comparison?.interval?.[1]],
  ['level', ({ comparison }) => comparison?.level],
  ['p', ({ comparison }) => comparison?.p],
  ['pHolm', ({ comparison }) => comparison?.pHolm],
  ['better', ({ comparison }) => comparison?.probability?.better],
  ['equivalent', ({ comparison }) => comparison?.probability?.equivalent],
  ['worse', ({ comparison }) => comparison?.probability?.worse],
  ['detectable', ({ comparison }) => comparison?.detectable],
  ['gate better', ({ gate }) => gate?.better],
  ['gate not-worse', ({ gate }) => gate?.notWorse],
  ['harm', ({ gate }) => gate?.harm],
];

/** The candidates as a table for other programs, in full precision; at the end the score of each pair. */
export function writeCandidatesCsv({ candidates, design }: JudgeAnswer): string {
  const write = (value: ReturnType<Column[1]>) =>
    typeof value === 'boolean' ? String(value) : (value ?? null);
  return writeCells(
    [...COLUMNS.map(([title]) => title), ...design.pairs],
    candidates.map((row) => [...COLUMNS.map(([, read]) => write(read(row))), ...row.values]),
  );
}
