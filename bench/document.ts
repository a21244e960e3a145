import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { showVerdicts } from './goals.ts';
import { nameProcessor } from './machine.ts';
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
  const kept = PARTS.flatMap((part) => {
    const found = results.parts[part.name];
    return found === undefined ? [] : [{ part, found }];
  });
  const verdicts = kept.flatMap(({ part, found }) =>
    part.judge(found.figures, { processor, cores, node: found.node, v8: found.v8 }),
  );
  const listKind = (kind: 'goal' | 'floor') =>
    showVerdicts(verdicts.filter((verdict) => verdict.kind === kind));
  const printed = [
    ...kept.map(({ part, found }) => part.show(found.figures)),
    `Goals\n${listKind('goal')}`,
    `Floors, which --check asks for\n${listKind('floor')}`,
  ].join('\n\n');
  const title = `### ${nameProcessor(processor)}, ${cores} cores`;
  return `${title}\n\n${writeOrigins(results)}\n\n\`\`\`text\n${printed}\n\`\`\``;
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
