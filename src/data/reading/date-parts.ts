/** What may be taken of a date. */
export const DATE_PARTS = ['year', 'month', 'weekday', 'days'] as const;
export type DatePart = (typeof DATE_PARTS)[number];

/** In which order the parts of a date are written. */
export const DATE_ORDERS = ['ymd', 'ym', 'dmy', 'mdy', 'my'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

/** Where numbers come from that were taken of dates. */
export interface DateSource {
  readonly column: string;
  readonly part: DatePart;
  /** How the column's dates are written. */
  readonly order: DateOrder;
}
