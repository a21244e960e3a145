import type { Issue } from '../../src/errors.ts';
import type { Outcome } from './try-file.ts';

export interface Tried {
  readonly file: string;
  readonly outcome: Outcome;
}

/** What became of files, in the order in which it is printed. */
const KINDS: Readonly<Record<Outcome['kind'], string>> = {
  whole: 'read whole',
  refused: 'refused with a way out, and read after it',
  stuck: 'refused without a way out',
  'no-table': 'no tables: refused, or read as one column',
  wrong: 'wrong',
};

/** The counts, the kinds of refusal, and the files of what is wrong; with `verbose`, a line for each file. */
export function writeTally(tried: readonly Tried[], verbose: boolean): string {
  const parts = [writeCounts(tried)];
  for (const kind of ['refused', 'stuck', 'no-table'] as const) {
    const table = writeRefusals(tried.filter(({ outcome }) => outcome.kind === kind));
    if (table !== '') parts.push(`${capitalise(KINDS[kind])}:\n${table}`);
  }
  const wrong = tried.filter(({ outcome }) => outcome.kind === 'wrong');
  if (wrong.length > 0) parts.push(`Wrong:\n${wrong.map(writeFile).join('\n')}`);
  if (verbose) parts.push(`All files:\n${tried.map(writeFile).join('\n')}`);
  return parts.join('\n\n');
}

function writeCounts(tried: readonly Tried[]): string {
  const lines = Object.entries(KINDS).map(([kind, words]) => {
    const count = tried.filter(({ outcome }) => outcome.kind === kind).length;
    return `${String(count).padStart(6)}  ${words}`;
  });
  return [`${String(tried.length).padStart(6)}  files`, ...lines].join('\n');
}

/** One line for each kind of refusal, by how many files have it; a file may have several. */
function writeRefusals(tried: readonly Tried[]): string {
  const kinds = new Map<string, { files: number; example: string }>();
  for (const { file, outcome } of tried) {
    const faults = 'faults' in outcome ? outcome.faults : [];
    for (const kind of new Set(faults.map(nameKind))) {
      const found = kinds.get(kind) ?? { files: 0, example: file };
      kinds.set(kind, { ...found, files: found.files + 1 });
    }
  }
  const sorted = [...kinds].sort(([, a], [, b]) => b.files - a.files);
  return sorted
    .map(([kind, { files, example }]) => `${String(files).padStart(6)}  ${kind}\n        such as ${example}`)
    .join('\n');
}

/** What is the same in all refusals of a kind: the message without its names and numbers. */
function nameKind({ message }: Issue): string {
  return message.replace(/"(?:[^"\\]|\\.)*(?:"|\.\.\.)/g, '"..."').replace(/\d[\d.,]*/g, 'N');
}

function writeFile({ file, outcome }: Tried): string {
  const options =
    'options' in outcome && Object.keys(outcome.options).length > 0
      ? ` with ${JSON.stringify(outcome.options)}`
      : '';
  const details =
    'differences' in outcome
      ? outcome.differences
      : 'faults' in outcome
        ? outcome.faults.map(({ place, message }) => `${place}: ${message}`)
        : [];
  return [`  ${file}: ${KINDS[outcome.kind]}${options}`, ...details.map((line) => `      ${line}`)].join(
    '\n',
  );
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
