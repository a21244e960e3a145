import type { Way } from '../../errors.ts';

// The fields of a judge's request as the page asks for them: what was typed for each, by its flat name.

interface FieldInfo {
  readonly label: string;
  /** Where it stands in the request. */
  readonly path: readonly string[];
  readonly kind: 'text' | 'number' | 'texts';
  /** What may be chosen, and how it is called; none where anything may be typed. */
  readonly choices?: Readonly<Record<string, string>>;
  /** What stands in a blank field. */
  readonly assumed: string;
  readonly hint: string;
}

const column = (name: string, hint: string): FieldInfo => ({
  label: `${name} column`,
  path: ['columns', name],
  kind: name === 'candidate' ? 'texts' : 'text',
  assumed: 'as found',
  hint,
});

const INFOS = {
  metric: {
    ...{ label: 'metric', path: ['metric'], kind: 'text', assumed: 'as found' },
    hint: 'What the scores measure; of several, the one to judge by.',
  },
  direction: {
    ...{ label: 'better is', path: ['direction'], kind: 'text', assumed: 'as the metric tells' },
    choices: { lower: 'lower', higher: 'higher' },
    hint: 'Errors are better lower, accuracies higher.',
  },
  baseline: {
    ...{ label: 'baseline', path: ['baseline'], kind: 'text', assumed: 'as found' },
    hint: 'What the others are compared with: best what you use today.',
  },
  equivalence: {
    ...{ label: 'too small to matter', path: ['equivalence'], kind: 'number', assumed: '0.01' },
    hint: "A share of the baseline's mean for errors, else an absolute amount.",
  },
  missing: {
    ...{ label: 'a missing score is', path: ['missing'], kind: 'text', assumed: 'a failed run' },
    choices: { drop: 'no fault of the candidate' },
    hint: 'A failed run keeps a candidate from being better; else its pair is left out for all.',
  },
  split: {
    ...{ label: 'split', path: ['split'], kind: 'text', assumed: 'new rows for each pair' },
    choices: { fixed: 'the same rows, only seeds differ', forward: 'each fold after the rows before it' },
    hint: 'How training and validation rows were drawn.',
  },
  folds: {
    ...{ label: 'folds', path: ['folds'], kind: 'number', assumed: 'as found' },
    hint: 'Of a cross-validation, where no column says so.',
  },
  trainingRows: {
    ...{ label: 'training rows', path: ['trainingRows'], kind: 'number', assumed: 'not known' },
    hint: 'That each candidate was trained on, in each pair.',
  },
  validationRows: {
    ...{ label: 'validation rows', path: ['validationRows'], kind: 'number', assumed: 'not known' },
    hint: 'That each score was measured on.',
  },
  difference: {
    ...{ label: 'difference to be seen', path: ['difference'], kind: 'number' },
    assumed: 'the smallest that matters',
    hint: 'A true difference that you do not want to miss, in units of the metric.',
  },
  candidate: column('candidate', 'What tells candidates apart; several by commas.'),
  fold: column('fold', 'Rows that validate together.'),
  repeat: column('repeat', 'Rounds of folds.'),
  seed: column('seed', 'A pair each, without folds.'),
  row: column('row', 'The row of each loss.'),
  group: column('group', 'Rows that belong together.'),
  value: column('value', 'The scores of all candidates.'),
  delimiter: {
    ...{ label: 'separator', path: ['data', 'delimiter'], kind: 'text', assumed: 'as found' },
    choices: { ',': 'comma ,', ';': 'semicolon ;', '\t': 'tab', '|': 'bar |' },
    hint: 'Between the cells of a line.',
  },
  decimal: {
    ...{ label: 'decimal mark', path: ['data', 'decimal'], kind: 'text', assumed: 'as found' },
    choices: { '.': 'point .', ',': 'comma ,' },
    hint: 'In numbers.',
  },
} as const satisfies Record<string, FieldInfo>;

export type FieldName = keyof typeof INFOS;
export const FIELD_INFOS: Readonly<Record<FieldName, FieldInfo>> = INFOS;
export const FIELD_NAMES = Object.keys(INFOS) as FieldName[];

/** What most people look at. */
export const COMMON: readonly FieldName[] = ['metric', 'direction', 'baseline', 'equivalence'];
/** How the scores came about. */
export const DESIGN: readonly FieldName[] = ['split', 'folds', 'trainingRows', 'validationRows', 'missing'];
/** How a table is read. */
export const COLUMNS: readonly FieldName[] = [
  ...(['candidate', 'fold', 'repeat', 'seed', 'row', 'group', 'value'] as const),
  ...(['delimiter', 'decimal'] as const),
];

/** What was typed; a field that is absent or blank is left to the judge. */
export type JudgeFields = Readonly<Partial<Record<FieldName, string>>>;

/** What a field's text means; what is no number stays a text, so that the judge says what it expected. */
export function readField(name: FieldName, text: string): unknown {
  const { kind } = FIELD_INFOS[name];
  const trimmed = text.trim();
  if (kind === 'texts') return trimmed.split(/\s*,\s*/);
  if (kind === 'number' && trimmed !== '' && Number.isFinite(Number(trimmed))) return Number(trimmed);
  return name === 'delimiter' ? text : trimmed;
}

/** Those that were typed, in the order of the form. */
export function listTyped(fields: JudgeFields): [FieldName, string][] {
  return FIELD_NAMES.flatMap((name): [FieldName, string][] => {
    const text = fields[name] ?? '';
    return text === '' || (text.trim() === '' && name !== 'delimiter') ? [] : [[name, text]];
  });
}

/** The fields and candidates that a part of a request names, as texts. */
export interface Patch {
  readonly fields: JudgeFields;
  readonly candidates?: readonly string[];
}

/** Reads a part of a request; null where the form has no field for any of it. */
export function readPatch(part: Way): Patch | null {
  const fields: Partial<Record<FieldName, string>> = {};
  for (const name of FIELD_NAMES) {
    const value = FIELD_INFOS[name].path.reduce<unknown>(
      (inner, key) =>
        typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[key] : undefined,
      part,
    );
    if (value !== undefined) fields[name] = Array.isArray(value) ? value.join(', ') : String(value);
  }
  const { candidates } = part;
  const named = Array.isArray(candidates) ? candidates.map(String) : undefined;
  if (Object.keys(fields).length === 0 && named === undefined) return null;
  return { fields, ...(named && { candidates: named }) };
}

/** What a patch does, for people: `a missing score is: no fault of the candidate`. */
export function sayPatch({ fields, candidates }: Patch): string {
  const parts = listTyped(fields).map(([name, text]) => {
    const { label, choices } = FIELD_INFOS[name];
    return `${label}: ${choices?.[text] ?? text}`;
  });
  return [...parts, ...(candidates ? [`candidates: ${candidates.join(', ')}`] : [])].join('; ');
}
