// A file of its own, since what loads first needs lists, but no other number of `numbers.ts`.

/** A lambda with no more characters than this is short. */
export const MOST_CHARACTERS = 8;

/** A lambda as sentences name it: as it was given if that is short, else four significant digits. */
export function sayLambda(lambda: number): string {
  const exact = String(lambda);
  return exact.length <= MOST_CHARACTERS ? exact : String(Number(lambda.toPrecision(4)));
}
