import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { showVerdicts } from './goals.ts';
import { nameProcessor } from './machine.ts';
import type { Part } from './part.ts';
import { PARTS } from './parts/index.ts';
import { writeReadmeTable } from './readme-table.ts';
import { type Kept, type Results, readResults } from './results.ts';
import { ROOT } from './root.ts';

/** What stands between the marks of a page, by the page's path. */
const SECTIONS: Readonly<Record<string, (results: readonly Results[]) => string>> = {
  'README.md': writeReadmeTable,
  'docs/speed.md': (results) => results.map(writeProcessor).join('\n\n'),
};
const BEGIN = '<!-- npm run bench -- --docs writes what follows -->';
const END = '<!-- npm run bench -- --docs wrote what precedes -->';

/** Writes the sections of all pages anew; returns the paths of the pages. */
export function writePages(): string[] {
  return Object.keys(SECTIONS).map((path) => {
    writeFileSync(join(ROOT, path), renewPage(path));
    return path;
  });
}

/** The text of a page, with its section made from the results. */
export function renewPage(path: string, results = readResults()): string {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`${path}: expected the marks ${BEGIN} and ${END}`);
  return `${before}${BEGIN}\n\n${SECTIONS[path](results)}\n\n${END}${after}`;
}

/** All that a run on a processor printed. */
function writeProcessor(results: Results): string {
  const { processor, cores } = results;
  const told = PARTS.flatMap((part) => {
    const kept = results.parts[part.name];
    return kept === undefined ? [] : [tellPart(part, kept, results)];
  });
  const verdicts = told.flatMap((one) => one.verdicts);
  const listKind = (kind: 'goal' | 'floor') =>
    showVerdicts(verdicts.filter((verdict) => verdict.kind === kind));
  const printed = [
    ...told.map(({ text }) => text),
    `Goals\n${listKind('goal')}`,
    `Floors, which --check asks for\n${listKind('floor')}`,
  ].join('\n\n');
  const title = `### ${nameProcessor(processor)}, ${cores} cores`;
  return `${title}\n\n${writeOrigins(results)}\n\n\`\`\`text\n${printed}\n\`\`\``;
}

/** @throws Error that says what to do about figures that the part, as it is now, cannot read */
function tellPart(part: Part<unknown>, { figures, node, v8 }: Kept, { processor, cores }: Results) {
  try {
    const verdicts = part.judge(figures, { processor, cores, node, v8 });
    return { text: part.show(figures), verdicts };
  } catch (cause) {
    const where = `bench/results: "${part.name}" on ${nameProcessor(processor)}`;
    const way = `measure it again there, by npm run bench -- --json --only ${part.name}, or take it out`;
    throw new Error(`${where} has figures of an earlier form: ${way}`, { cause });
  }
}

/** When and on what the parts were measured: in one sentence if all at once. */
function writeOrigins(results: Results): string {
  const origins = new Map<string, string[]>();
  for (const { name } of PARTS) {
    const kept = results.parts[name];
    if (kept !== undefined) origins.set(writeOrigin(kept), [...(origins.get(writeOrigin(kept)) ?? []), name]);
  }
  const sentences = [...origins].map(([origin, names]) =>
    origins.size === 1 ? `Measured ${origin}.` : `${names.join(', ')}: measured ${origin}.`,
  );
  return sentences.join('\n');
}

function writeOrigin({ date, commit, node, v8 }: Kept): string {
  return `on ${date}${commit === null ? '' : ` at commit ${commit}`}, by node ${node} and V8 ${v8}`;
}
