const DAY_MILLISECONDS = 86_400_000;

/** `2024-02-29`, from days since 1970-01-01. @throws RangeError beyond the years that a Date holds */
export function writeDay(days: number): string {
  return new Date(days * DAY_MILLISECONDS).toISOString().replace(/T.*/, '');
}

/**
 * `2024-02-29T13:05:00`, with a fraction where there is one, from nanoseconds since 1970-01-01.
 *
 * @throws RangeError beyond the years that a Date holds
 */
export function writeMoment(nanoseconds: bigint): string {
  const SECOND = 1_000_000_000n;
  // Towards the past, as the fraction counts from the second before.
  const rest = ((nanoseconds % SECOND) + SECOND) % SECOND;
  const seconds = Number((nanoseconds - rest) / SECOND);
  const moment = new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, '');
  return rest === 0n ? moment : `${moment}.${String(rest).padStart(9, '0').replace(/0+$/, '')}`;
}

/** Dates alone, where every moment of a column is a midnight: so programs write columns of dates. */
export function dropMidnights(moments: string[]): void {
  const MIDNIGHT = 'T00:00:00';
  if (!moments.some((moment) => moment.endsWith(MIDNIGHT))) return;
  if (!moments.every((moment) => moment === '' || moment.endsWith(MIDNIGHT))) return;
  for (const [i, moment] of moments.entries()) moments[i] = moment.slice(0, -MIDNIGHT.length);
}
