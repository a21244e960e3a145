// A file of its own, since what loads first needs lists, but no other number of `numbers.ts`.

/** A lambda as sentences name it: four significant digits. */
export function sayLambda(lambda: number): string {
  return String(Number(lambda.toPrecision(4)));
}
