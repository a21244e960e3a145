// Amounts as people read them, on the page and on a terminal.

/** A duration: "0.42 s", "12 s", "3 min 20 s", "2 h 5 min". */
export function formatSeconds(seconds: number): string {
  if (seconds < 0.1) return `${Number(seconds.toFixed(2))} s`;
  // Zeros stay: a time that counts down keeps its width.
  if (seconds < 9.95) return `${seconds.toPrecision(2)} s`;
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

/** Floating-point operations: "62 GFLOP", "2.3 MFLOP". */
export function formatFlops(flops: number): string {
  return flops >= 1e8 ? `${formatShort(flops / 1e9)} GFLOP` : `${formatShort(flops / 1e6)} MFLOP`;
}

/** A whole number from 100 up, else two significant digits. */
export function formatShort(value: number): string {
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(2)));
}

/** "1 row", "2 rows". */
export function formatCount(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`;
}

/** " (3 without target and 5 with missing values dropped)", to follow a number of rows; nothing if none were. */
export function sayLeftOut(left: {
  readonly rowsWithoutTarget: number;
  readonly droppedRows: number;
}): string {
  const { rowsWithoutTarget, droppedRows } = left;
  const why = [
    ...(rowsWithoutTarget === 0 ? [] : [`${rowsWithoutTarget} without target`]),
    ...(droppedRows === 0 ? [] : [`${droppedRows} with missing values`]),
  ];
  return why.length === 0 ? '' : ` (${why.join(' and ')} dropped)`;
}
