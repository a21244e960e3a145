/** One value of a table; null is a missing value. */
export type Cell = number | string | null;
