import { describeValue } from '../../errors.ts';

/** A field that two reports answer differently; null where one has none. */
export interface Difference {
  /** `training.epochs` */
  readonly path: string;
  readonly a: unknown;
  readonly b: unknown;
}

/** The fields in which two objects differ, those of inner objects by their paths; lists are compared as a whole. */
export function listDifferences(a: unknown, b: unknown): Difference[] {
  const [left, right] = [new Map(listFields(a, '')), new Map(listFields(b, ''))];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((path) => {
    const difference = { path, a: left.get(path) ?? null, b: right.get(path) ?? null };
    return isEqual(difference.a, difference.b) ? [] : [difference];
  });
}

function listFields(value: unknown, path: string): [path: string, value: unknown][] {
  if (!isObject(value)) return [[path, value]];
  const inner = path === '' ? '' : `${path}.`;
  return Object.entries(value).flatMap(([key, each]) => listFields(each, inner + key));
}

/** Whether two values of JSON are the same, in whatever order their fields come. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((each, i) => isEqual(each, b[i]));
  }
  if (!isObject(a) || !isObject(b)) return a === b;
  const keys = Object.keys(a);
  const isSame = (key: string) => Object.hasOwn(b, key) && isEqual(a[key], b[key]);
  return keys.length === Object.keys(b).length && keys.every(isSame);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Longer values are cut; the reports have them whole. */
const MOST_SHOWN = 60;

/** A value as people read it: lists with their items, "none" where there is nothing. */
export function sayValue(value: unknown): string {
  const text = write(value);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN - 3)}...` : text;
}

function write(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  if (Array.isArray(value)) return value.length === 0 ? 'empty' : value.map(write).join(', ');
  return typeof value === 'object' ? describeValue(value) : String(value);
}
