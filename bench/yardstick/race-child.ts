// A program: races at some shapes, `node FLAGS race-child.ts FOLDER SHAPES ROUNDS`, and prints the results.
import type { Shape } from '../setting.ts';
import { openContestants } from './contestants.ts';
import { type RaceResult, race } from './race.ts';

const [folder, shapes, rounds] = process.argv.slice(2);
const contestants = await openContestants(folder);
const results: RaceResult[] = [];
for (const shape of JSON.parse(shapes) as Shape[])
  results.push(await race(contestants, shape, Number(rounds)));
console.log(JSON.stringify(results));
