import { readFileSync } from 'node:fs';
import { JUDGE_SEVERITIES, type JudgeFindingCode } from '../../src/judge/findings/finding.ts';
import { DEFAULT_THRESHOLDS } from '../../src/recipe/thresholds.ts';
import { type FindingCode, SEVERITIES } from '../../src/report/findings/finding.ts';
import { FINDING_RECIPES } from './finding-recipes.ts';
import { FINDING_TEXTS, type FindingText } from './finding-texts.ts';
import { JUDGE_EXAMPLES, JUDGE_TEXTS } from './judge-findings.ts';

/** A row of a table of `docs/findings.md`, by its first cell. */
function readRow(name: string): readonly string[] {
  const row = readFileSync('docs/findings.md', 'utf8')
    .split('\n')
    .find((line) => line.startsWith(`| \`${name}\` |`));
  if (row === undefined) throw new Error(`docs/findings.md has no row for ${name}`);
  return row
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());
}

const SAID = {
  error: 'An error: the figures cannot be used as they are.',
  warning: 'A warning: the set-up is probably not what was meant.',
  info: 'A note: good to know before you draw conclusions.',
} as const;

/** The page of a finding in Markdown: how it is detected, why it matters, what to do, and a comparison that has it. */
export function writeFindingPage(code: FindingCode): string {
  const [, , when, named] = readRow(code);
  const detected = `absum reports it in this case: ${when}.\n${writeThresholds(named)}`;
  return writePage(code, SAID[SEVERITIES[code]], detected, FINDING_TEXTS[code], writeExample(code));
}

/** The page of what may be wrong with somebody else's scores. */
export function writeJudgeFindingPage(code: JudgeFindingCode): string {
  const [, , when] = readRow(code);
  const { csv, options } = JUDGE_EXAMPLES[code];
  const example = `Save this table as \`scores.csv\`, and run \`${['absum judge scores.csv', ...options].join(' ')}\`; or paste it into
the [page](../../index.html#judge).

\`\`\`csv
${csv.trimEnd()}
\`\`\``;
  const detected = `\`absum judge\` reports it in this case: ${when}.\n`;
  return writePage(code, JUDGE_SAID[JUDGE_SEVERITIES[code]], detected, JUDGE_TEXTS[code], example);
}

const JUDGE_SAID = {
  ...SAID,
  warning: 'A warning: the figures probably say something else than what was meant.',
} as const;

function writePage(
  code: string,
  said: string,
  detected: string,
  { why, what }: FindingText,
  example: string,
): string {
  return `# ${code}

${said} [All findings](../findings.md)

## How it is detected

${detected}
## Why it matters

${markFields(why)}

## What to do

${markFields(what)}

## See it

${example}
`;
}

/** Sets the names of the recipe's fields apart. */
const markFields = (text: string) =>
  text.replace(/\b(?:data|split|training|compare|penalty|columns)\.\w+/g, (field) => `\`${field}\``);

/** The thresholds that decide, each a field of the recipe. */
function writeThresholds(named: string): string {
  const names = Array.from(named.matchAll(/`(\w+)`/g), ([, name]) => name as keyof typeof DEFAULT_THRESHOLDS);
  if (names.length === 0) return '';
  const lines = names.map(
    (name) => `- \`thresholds.${name}\`, ${DEFAULT_THRESHOLDS[name]}: ${readRow(name)[2]}`,
  );
  return `\n${lines.join('\n')}\n`;
}

function writeExample(code: FindingCode): string {
  const { link, csv } = FINDING_RECIPES[code];
  const address = `../../index.html#${link}`;
  if (csv === undefined) return `[Run this comparison](${address}&run): its report has the finding.`;
  return `None of the built-in data sets shows it, so here is a small table. Copy it, [open this comparison](${address}), paste it
under "paste a table", and press Compare: the report has the finding.

\`\`\`csv
${csv.trimEnd()}
\`\`\``;
}
