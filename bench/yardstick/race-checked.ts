// A program: races in a process whose flags differ, `node FLAG race-checked.ts FOLDER SHAPE ROUNDS`, and prints the result.
import { openContestants } from './contestants.ts';
import { race } from './race.ts';

const [folder, shape, rounds] = process.argv.slice(2);
console.log(JSON.stringify(await race(await openContestants(folder), JSON.parse(shape), Number(rounds))));
