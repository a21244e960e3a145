/** Numbers this near to each other, as a share of the larger, differ in what rounding left of them. */
const CLOSE = 1e-9;

/** One field that two reports do not share, or not with the same value. */
interface Difference {
  /** As in `lambdas[1].comparison.p`. */
  readonly path: string;
  readonly before: unknown;
  readonly now: unknown;
}

interface Comparison {
  /** Fields of equal value. */
  readonly same: number;
  /** Numbers that differ by rounding alone. */
  readonly close: number;
  /** The largest of these differences, as a share of the larger number. */
  readonly largest: number;
  readonly others: readonly Difference[];
}

/** Compares two values of JSON field by field. */
export function compareReports(before: unknown, now: unknown): Comparison {
  const found = { same: 0, close: 0, largest: 0, others: [] as Difference[] };
  const visit = (a: unknown, b: unknown, path: string): void => {
    if (isObject(a) && isObject(b)) {
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
        visit(a[key], b[key], Array.isArray(a) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`);
      }
    } else if (Object.is(a, b)) {
      found.same += 1;
    } else if (typeof a === 'number' && typeof b === 'number' && measureDifference(a, b) <= CLOSE) {
      found.close += 1;
      found.largest = Math.max(found.largest, measureDifference(a, b));
    } else {
      found.others.push({ path, before: a, now: b });
    }
  };
  visit(before, now, '');
  return found;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function measureDifference(a: number, b: number): number {
  return Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
}
