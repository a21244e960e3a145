/** A duration as one says it: "0.4 s", "12 s", "3 min 20 s", "2 h 5 min". */
export function formatSeconds(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** A size in memory: "137 KiB". */
export function formatBytes(bytes: number): string {
  const units = ['KiB', 'MiB', 'GiB'];
  const power = Math.min(units.length, Math.max(1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10)));
  return `${formatShort(bytes / 1024 ** power)} ${units[power - 1]}`;
}

/** Operations in thousand millions: "62 GFLOP". */
export function formatFlops(flops: number): string {
  return `${formatShort(flops / 1e9)} GFLOP`;
}

/** Whole from 100 on, else two significant digits. */
export function formatShort(value: number): string {
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(2)));
}

/** "1 row", "2 rows". */
export function count(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`;
}

/** Decimals that show an error of this size in two significant digits; at most 6. */
export function countDecimals(error: number): number {
  if (!(error > 0)) return 3;
  return Math.min(6, Math.max(0, 1 - Math.floor(Math.log10(error))));
}
