import { errorAt } from '../../errors.ts';

/**
 * Reads a body. What keeps it from being read is a client that breaks off: no fault of the service.
 *
 * @throws AbsumError `aborted`
 */
export function readUnbroken<Body>(reading: Promise<Body>): Promise<Body> {
  return reading.catch(() => {
    throw errorAt('aborted', '', 'the client broke the request off');
  });
}
