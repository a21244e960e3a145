// Numbers as a sentence says them.

/** Two significant digits, as one would say a percentage or an amount. */
export function round(value: number): string {
  return String(Number(value.toPrecision(2)));
}

/** A share in percent, to two significant digits. */
export function percent(share: number): string {
  return share > 0 && share < 1e-4 ? 'less than 0.01 %' : `${round(100 * share)} %`;
}
