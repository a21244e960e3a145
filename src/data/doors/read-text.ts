import { errorAt } from '../../errors.ts';
import { decodeText } from './decode-text.ts';
import { describeOther, recognise } from './recognise.ts';

/**
 * The text of bytes that must be a CSV text, where no other file is opened.
 *
 * @throws AbsumError `invalid-data` naming what they are instead, with what to do
 */
export function readText(bytes: Uint8Array): string {
  const other = recognise(bytes);
  if (other !== null) throw errorAt('invalid-data', 'data.csv', describeOther(other));
  return decodeText(bytes);
}
