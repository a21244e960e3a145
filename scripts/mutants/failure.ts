/** Where a failure with a mutant switched on is written down; with none, null. */
export const nameFailure = (notes: string, id: number | null): string => `${notes}-failed-${id}`;
