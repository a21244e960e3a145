import text from '../../../fixtures/loops/wrong/forum-loop.py?raw';
import { type Loop, NO_LOOP } from './loop.ts';

/** The loop of the forum thread that this project began with, rebuilt from its description; without the marks of its faults. */
export const EXAMPLE: Loop = {
  ...NO_LOOP,
  text: text.replaceAll(/ *# fault: .*$/gm, ''),
  fileName: 'forum-loop.py',
};
