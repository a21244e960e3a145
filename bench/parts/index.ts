import type { Part } from '../part.ts';
import { baseline } from './baseline.ts';
import { check } from './check.ts';
import { comparison } from './comparison.ts';
import { cores } from './cores.ts';
import { hosts } from './hosts.ts';
import { module } from './module.ts';
import { page } from './page.ts';
import { penalty } from './penalty.ts';
import { scaling } from './scaling.ts';
import { shares } from './shares.ts';
import { start } from './start.ts';
import { training } from './training.ts';

/** In the order in which they run: `module` before V8 has compiled anything, `penalty` after it compiles otherwise. */
export const PARTS: readonly Part<unknown>[] = [
  module,
  baseline,
  training,
  page,
  scaling,
  cores,
  shares,
  start,
  hosts,
  comparison,
  check,
  penalty,
];
