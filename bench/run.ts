import { runEngineBench } from './engine.ts';
import { runPenaltyBench } from './penalty.ts';

await runPenaltyBench(process.argv.slice(2));
await runEngineBench();
