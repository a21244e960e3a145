import type { Draft } from '../../recipe/parameters.ts';
import type { Report } from '../../report/schema.ts';
import { findBase } from '../run/run.ts';
import { buildRecipe, listParameters, type Setup } from '../setup/setup.ts';
import { hasService, LOCAL_SERVICE } from '../surroundings.ts';

// The same comparison in other places, as texts to copy.

/** The service to ask: where there is none, that which `absum serve` starts on the reader's machine. */
export const findAddress = (): string => (hasService() ? findBase().replace(/\/$/, '') : LOCAL_SERVICE);

/** A setup that names the seed of its report, so that its link keeps its meaning should the default change. */
export function nameSeed(setup: Setup, { recipe }: Pick<Report, 'recipe'>): Setup {
  return { ...setup, fields: { ...setup.fields, seed: String(recipe.seed) } };
}

/** A command that posts the comparison; a CSV file is named, and read where the command runs. */
export function writeCurl(setup: Setup, base: string): string {
  const { source } = setup;
  const address = `${base}/v1/compare`;
  if (source?.kind !== 'csv') {
    const json = JSON.stringify(buildRecipe(setup));
    return `curl -H 'content-type: application/json' -d ${quote(json)} ${quote(address)}`;
  }
  const file = `@${source.fileName}`;
  const parameters = listParameters(setup);
  if (parameters === null) {
    return `curl -F ${quote(`file=${file}`)} -F ${quote(`recipe=${JSON.stringify(buildRecipe(setup))}`)} ${quote(address)}`;
  }
  return `curl --data-binary ${quote(file)} ${quote(`${address}?${new URLSearchParams(parameters)}`)}`;
}

/** The recipe as JSON; that of a CSV file lacks the text itself. */
export function writeJson(setup: Setup): string {
  return JSON.stringify(buildRecipe(setup), null, 2);
}

/** A Python program that posts the comparison, with nothing but the standard library. */
export function writePython(setup: Setup, base: string): string {
  const { source } = setup;
  const fill =
    source?.kind === 'csv'
      ? `recipe["data"]["csv"] = open(${JSON.stringify(source.fileName)}, encoding="utf-8").read()\n`
      : '';
  return `import json
import urllib.request

recipe = ${toPython(buildRecipe(setup))}
${fill}request = urllib.request.Request(
    ${JSON.stringify(`${base}/v1/compare`)},
    data=json.dumps(recipe).encode(),
    headers={"content-type": "application/json"},
)
with urllib.request.urlopen(request) as response:
    report = json.load(response)
print(report["headline"])
`;
}

/** Quotes a word for a POSIX shell, where it needs that. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** JSON's literals as Python's: strings and numbers are alike in both. */
function toPython(value: Draft): string {
  const text = JSON.stringify(value, null, 4);
  return text.replace(/"(?:[^"\\]|\\.)*"|\btrue\b|\bfalse\b|\bnull\b/g, (token) => PYTHON[token] ?? token);
}

const PYTHON: Readonly<Record<string, string>> = { true: 'True', false: 'False', null: 'None' };
