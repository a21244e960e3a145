import { runPenaltyBench } from './penalty.ts';

await runPenaltyBench(process.argv.slice(2));
