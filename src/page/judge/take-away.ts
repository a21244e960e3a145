import { quote } from '../answer/take-away.ts';
import { FIELD_INFOS, type FieldName, listTyped } from './fields.ts';
import { buildRequest, type JudgeSetup, PASTED, type ScoresSource } from './setup.ts';

// The same question in other places, as texts to copy, and its answer as files.

type Asked = JudgeSetup & { readonly source: ScoresSource };

/** Whether options can name the candidates: on a command line and in a query commas stand between names. */
function isSayable({ candidates }: Asked): boolean {
  return (candidates ?? []).every((name) => !name.includes(','));
}

/** What a file of the whole request is called. */
const REQUEST = 'request.json';

/** The file that the command names, where no disk has it yet: scores that were pasted, or the whole request. */
export function writeMissingFile(setup: Asked): { readonly name: string; readonly text: string } | null {
  if (!isSayable(setup)) return { name: REQUEST, text: writeRequest(setup) };
  const { source } = setup;
  const isPasted = (Object.values(PASTED) as string[]).includes(source.fileName);
  return isPasted ? { name: source.fileName, text: writeSource(source) } : null;
}

/** The command line that judges the same. */
export function writeCommand(setup: Asked): string {
  const { source, fields, candidates } = setup;
  if (!isSayable(setup)) return `absum judge ${REQUEST}`;
  const words = listTyped(fields)
    .filter(([name]) => source.kind === 'csv' || FIELD_INFOS[name].path[0] !== 'data')
    .flatMap(([name, text]) => [nameOption(name), quote(text === '\t' ? 'tab' : text.trim())]);
  const chosen = candidates === null ? [] : ['--candidates', quote(candidates.join(','))];
  return ['absum', 'judge', quote(source.fileName), ...words, ...chosen].join(' ');
}

/** `--training-rows`; columns say that they are some: `--fold-column`, `--candidate-columns`. */
function nameOption(name: FieldName): string {
  const { path, kind } = FIELD_INFOS[name];
  const words = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  if (path[0] !== 'columns') return `--${words}`;
  return `--${words}-column${kind === 'texts' ? 's' : ''}`;
}

/** Scores as the text of a file. */
export function writeSource(source: ScoresSource): string {
  if (source.kind === 'csv') return source.text;
  const [only] = Object.values(source.data);
  return JSON.stringify(Object.keys(source.data).length === 1 ? only : { data: source.data });
}

/** The whole request as JSON, scores included. */
export function writeRequest(setup: Asked): string {
  return JSON.stringify(buildRequest(setup), null, 2);
}

/** A command that posts the same: a CSV is read where the command runs, other scores stand in it. */
export function writeJudgeCurl(setup: Asked, base: string): string {
  const { source, fields, candidates } = setup;
  const address = `${base}/v1/judge`;
  if (source.kind !== 'csv' || !isSayable(setup)) {
    const json = JSON.stringify(buildRequest(setup));
    return `curl -H 'content-type: application/json' -d ${quote(json)} ${quote(address)}`;
  }
  const query = new URLSearchParams(listTyped(fields));
  if (candidates !== null) query.set('candidates', candidates.join(','));
  const text = query.toString();
  const file = quote(`@${source.fileName}`);
  return `curl -H 'content-type: text/csv' --data-binary ${file} ${quote(text === '' ? address : `${address}?${text}`)}`;
}
