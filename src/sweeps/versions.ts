import * as v from 'valibot';
import { errorAt } from '../errors.ts';
import { NUMERICS_VERSION } from '../version.ts';
import type { SweepError } from './sweep.ts';

// What keeps the numbers of two versions of absum out of one sweep.

const StoredData = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({ numerics: v.number(), data: v.unknown() }),
);

/**
 * Says why a sweep cannot go on.
 *
 * @param what the part of absum that has changed
 */
export function explainVersion(what: string, begun: number, current: number): SweepError {
  const message = `the sweep was begun by another version of absum (${what} ${begun}, now ${current}), whose numbers must not be mixed with those of this one: start it again, with another idempotency key if it had one`;
  return { code: 'version-changed', message };
}

/** The data of a sweep as a store keeps them, with the version that computes the sweep's numbers. */
export function wrapData(data: string): string {
  return `{"numerics":${NUMERICS_VERSION},"data":${data}}`;
}

/** @throws AbsumError `version-changed` */
export function unwrapData(stored: string): unknown {
  const { numerics, data } = v.parse(StoredData, stored);
  if (numerics === NUMERICS_VERSION) return data;
  throw errorAt('version-changed', '', explainVersion('numerics', numerics, NUMERICS_VERSION).message);
}
