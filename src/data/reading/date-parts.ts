/** What may be taken of a date. */
export const DATE_PARTS = ['year', 'month', 'weekday', 'days'] as const;
export type DatePart = (typeof DATE_PARTS)[number];
