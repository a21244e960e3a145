import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Where faults with L1 on small networks were reported in public; each is a test of the whole kind of fault. */
const SOURCES = [
  'PyTorch forum 205470',
  'andersbll/deeppy#17',
  'Cross Validated 277113',
  'PyTorch forum 67822',
  'tensorflow/playground PR 55',
  'tfjs#1773',
  'aigamedev/scikit-neuralnetwork#175',
  'keras#10090',
  'keras#6518, #464, #2575',
  'Cross Validated 227074',
  'keras#22018',
  'fast.ai forum 59284',
  'Cross Validated 284189',
  'autokeras#726',
  'scikit-learn#16857',
  'scikit-learn#25604',
  'lassonet#72, #73',
  'Stack Overflow on lambda.1se',
  'scikit-learn#31748',
  'yaringal/DropoutUncertaintyExps',
];

test.each(SOURCES)('%s is named by a test in tests/cases', (source) => {
  const folder = new URL('../cases/', import.meta.url);
  const names = readdirSync(folder)
    .flatMap((file) => readFileSync(new URL(file, folder), 'utf8').split('\n'))
    .filter((line) => !/^\s*(\/\/|\*|\/\*)/.test(line));
  expect(names.some((line) => line.includes(source))).toBe(true);
});
