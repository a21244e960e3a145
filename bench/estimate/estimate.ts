import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { createFusedEngine } from '../../src/engines/fused/engine.ts';
import { createTfjsEngine } from '../../src/engines/tfjs/engine.ts';
import { openStream } from '../../src/random/random.ts';
import { type Cut, cutDraft } from './cut.ts';
import { type Draft, drawDraft } from './draw.ts';
import { fitPrices } from './fit.ts';
import { type Judged, judge } from './judge.ts';
import { type Measured, measureCut } from './measure.ts';
import { estimateBy, nameTerm, printPrices, readPrices } from './prices.ts';
import { measureSpeed } from './speed.ts';

/** A measured comparison, as it is kept in a file. */
interface Record {
  readonly draft: Draft;
  readonly measured: Measured;
}

/** What each comparison is cut to, unless `--seconds` says otherwise. */
const SECONDS = 2;
/** What takes this many times as long is cut again, by as much as it was too long. */
const OVERRUN = 3;

/** The engines as far as planning needs them: no module is compiled. */
const engines = [
  createFusedEngine(() => {
    throw new Error('a plan needs no module');
  }),
  createTfjsEngine({} as never),
];

/**
 * `npm run bench -- --estimate`: draws comparisons from all that is accepted, runs each for about two seconds of CPU, fits
 * the prices of `src/costs.ts` to every other one, and judges the estimate by the rest.
 *
 * Options: `--quick` (few comparisons), `--seed <n>`, `--save <file>` and `--from <file>` (what was measured, so that a
 * changed model can be fitted to it again), `--check` (exit code 1 if a bar is missed).
 */
export async function runEstimateBench(args: readonly string[]): Promise<void> {
  const option = (name: string) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
  const wanted = args.includes('--quick') ? 16 : Number(option('--count') ?? 200);
  const seed = Number(option('--seed') ?? 1);
  const speed = measureSpeed();
  console.log(
    `${cpus()[0]?.model.trim()}, Node ${process.versions.node}, V8 ${process.versions.v8}: speed ${speed.toFixed(2)}`,
  );
  const from = option('--from');
  const records =
    from === undefined
      ? await measureAll(
          { wanted, seed, seconds: Number(option('--seconds') ?? SECONDS), save: option('--save') },
          speed,
        )
      : from.split(',').flatMap((file) => JSON.parse(readFileSync(file, 'utf8')) as Record[]);

  const judged: Judged[] = [];
  for (const { draft, measured } of records) {
    const cut = await cutDraft(draft, Number.POSITIVE_INFINITY, engines);
    if (cut === null) continue;
    const { engine, figures, estimate } = cut.plan;
    judged.push({ draft, engine: engine.name, counts: estimate.counts, bytes: figures.bytes, measured });
  }
  const training = judged.filter((_, i) => i % 2 === 0);
  const rest = judged.filter((_, i) => i % 2 === 1);
  const whole = training.filter(({ measured }) => !measured.endedEarly);
  const samples = whole.map(({ engine, counts, measured }) => ({
    engine,
    counts,
    seconds: measured.seconds,
  }));
  const fitted = fitPrices(samples, readPrices(), nameTerm);
  console.log(`\n${records.length} comparisons; fitted to ${whole.length}. Seconds of one of each:`);
  printPrices(fitted, judged);
  console.log('\nmeasured / estimated');
  judge('the half fitted to', training, (one) => estimateBy(fitted, one));
  const passed = judge('the other half', rest, (one) => estimateBy(fitted, one));
  const stands = judge('the other half, by the prices of src/costs.ts', rest, (one) =>
    estimateBy(readPrices(), one),
  );
  if (args.includes('--check') && !(passed && stands)) process.exitCode = 1;
}

interface Measuring {
  readonly wanted: number;
  readonly seed: number;
  readonly seconds: number;
  readonly save: string | undefined;
}

async function measureAll({ wanted, seed, seconds, save }: Measuring, speed: number): Promise<Record[]> {
  const random = openStream(seed, 'generator');
  const records: Record[] = [];
  while (records.length < wanted) {
    // Pairs of both engines, so that each half of the comparisons has as many of either.
    const engine = records.length % 4 < 2 ? 'fused' : 'tfjs';
    const cut = await cutDraft(drawDraft(random, engine), seconds, engines);
    const record = cut && (await measureOnce(cut, seconds, speed));
    if (record === null) continue;
    records.push(record);
    if (save !== undefined) writeFileSync(save, JSON.stringify(records));
    if (records.length % 20 === 0) console.log(`  ${records.length} of ${wanted}`);
  }
  return records;
}

async function measureOnce(first: Cut, wanted: number, speed: number): Promise<Record | null> {
  let cut: Cut | null = first;
  for (let attempt = 0; attempt < 3 && cut !== null; attempt++) {
    const measured = await measureCut(cut);
    if (measured === null) return null;
    const seconds = measured.seconds * speed;
    if (seconds <= OVERRUN * wanted) return { draft: cut.draft, measured: { ...measured, seconds } };
    cut = await cutDraft(cut.draft, (cut.plan.figures.seconds * wanted) / seconds, engines);
  }
  return null;
}
