/**
 * Makes the golden reports of fixtures/report-digests.json and says which have moved. Before a change that may move some,
 * keep them; after it, compare field by field, and write the new digests only where every difference is meant.
 *
 *   npm run digests -- --keep old.json
 *   npm run digests -- --against old.json
 *   npm run digests -- --write
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { compareReports } from './digests/compare-reports.ts';

const FILE = new URL('../fixtures/report-digests.json', import.meta.url);

const { values } = parseArgs({
  options: { keep: { type: 'string' }, against: { type: 'string' }, write: { type: 'boolean' } },
});

// The built package, since Node alone cannot load tfjs from its sources.
const absum = await import(new URL('../dist/index.js', import.meta.url).href);
const { compare } = absum;
const { checkAll, judgeAll } = await import(new URL('../tests/conformance/suite.js', import.meta.url).href);
const { createEngines } = await import(new URL('../dist/node.js', import.meta.url).href);

const golden = JSON.parse(readFileSync(FILE, 'utf8'));
const engines = createEngines();
const texts: Record<string, string> = {};
for (const [name, recipe] of Object.entries(golden.recipes)) {
  texts[name] = JSON.stringify(await compare(recipe, { engines }));
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const names = Object.keys(texts);
const moved = names.filter((name) => digest(texts[name]) !== golden.digests[name]);
console.log(
  `${names.length} reports, ${moved.length} moved${moved.length > 0 ? `: ${moved.join(', ')}` : ''}`,
);

const judged = digest(await judgeAll(absum));
console.log(`what a judge answers to fixed requests has ${judged === golden.judged ? 'not ' : ''}moved`);
const checked = digest(await checkAll(absum));
console.log(`what a check answers to fixed loops has ${checked === golden.checked ? 'not ' : ''}moved`);

if (values.keep !== undefined) writeFileSync(values.keep, JSON.stringify(texts));
if (values.against !== undefined) {
  const before = JSON.parse(readFileSync(values.against, 'utf8')) as Record<string, string>;
  for (const name of names) {
    if (before[name] === undefined) continue;
    const { same, close, largest, others } = compareReports(
      JSON.parse(before[name]),
      JSON.parse(texts[name]),
    );
    const bits =
      close === 0 ? '' : `, ${close} numbers differ by ${largest.toPrecision(2)} of their size at most`;
    console.log(`${name}: ${same} fields are the same${bits}, ${others.length} others differ`);
    for (const { path, before: was, now } of others) console.log(`  ${path}: ${show(was)} -> ${show(now)}`);
  }
}
if (values.write === true) {
  golden.digests = Object.fromEntries(names.map((name) => [name, digest(texts[name])]));
  // What hosts with the fused engine alone make, and one digest over it: see tests/conformance.
  const fused = names.filter((name) => JSON.parse(texts[name]).engine === 'fused');
  golden.conformance = { recipes: fused, digest: digest(fused.map((name) => texts[name]).join('\n')) };
  golden.judged = judged;
  golden.checked = checked;
  writeFileSync(FILE, `${JSON.stringify(golden, null, 2)}\n`);
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 160 ? `${text.slice(0, 157)}...` : text;
}
