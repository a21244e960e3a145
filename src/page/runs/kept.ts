import type { Answered } from '../run/run.ts';
import type { Setup, Source } from '../setup/setup.ts';

// What the browser keeps of the page, and how it is checked when it is read: another version may have written it.

/** A source as it is kept: the text of a file is kept once, whoever names it. */
export type KeptSource =
  | Extract<Source, { kind: 'built-in' }>
  | { readonly kind: 'file'; readonly file: string; readonly fileName: string };

/** A setup as it is kept. */
export interface KeptSetup extends Omit<Setup, 'source'> {
  readonly source: KeptSource | null;
}

type Stamp = Pick<Answered, 'id' | 'at' | 'place' | 'seconds' | 'openedFrom' | 'unsaid'>;

/** A run as the list shows it; its report is kept apart. */
export interface KeptRun extends Stamp {
  readonly setup: KeptSetup;
  readonly headline: string;
  /** The absum that made the report. */
  readonly version: string;
}

/** The form as it was left. */
export interface Form {
  readonly setup: Setup;
  /** The names of the data's columns; empty where they have not been read. */
  readonly columns: readonly string[];
  /** The run whose answer was shown. */
  readonly answer: string | null;
  /** What stood behind `#` then: with the same address the form, which may be an edit ahead of it, is what comes back. */
  readonly hash: string;
}

/** A form as it is kept: one for each tab. */
export interface KeptForm extends Omit<Form, 'setup'> {
  readonly tab: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly setup: KeptSetup;
}

/** @param file what the text of a file is called */
export function packSetup(setup: Setup, file: string | null): KeptSetup {
  const { source, target, ignored, categories, dates, fields } = setup;
  const kept = (): KeptSource | null => {
    if (source?.kind !== 'csv') return source;
    return file === null ? null : { kind: 'file', file, fileName: source.fileName };
  };
  return { source: kept(), target, ignored, categories, dates, fields };
}

/** @param text that of its file; a setup whose file is gone asks for it again */
export function unpackSetup({ source, ...setup }: KeptSetup, text: string | undefined): Setup {
  if (source?.kind !== 'file') return { source, ...setup };
  const { fileName } = source;
  return { source: text === undefined ? null : { kind: 'csv', text, fileName }, ...setup };
}

/** The file that a kept setup names, or null. */
export function fileOf({ source }: KeptSetup): string | null {
  return source?.kind === 'file' ? source.file : null;
}

export function packRun({ report, ...answered }: Answered, file: string | null): KeptRun {
  const { headline, version } = report;
  return { ...pickStamp(answered), setup: packSetup(answered.setup, file), headline, version };
}

/** What a run has besides setup and report, whether it is kept or shown. */
export function pickStamp(run: Stamp): Stamp {
  const { id, at, place, seconds, openedFrom, unsaid } = run;
  return {
    id,
    at,
    place,
    seconds,
    ...(openedFrom !== undefined && { openedFrom }),
    ...(unsaid && { unsaid }),
  };
}

/** Whether a record is a run that this page can list and show. */
export function isKeptRun(value: unknown): value is KeptRun {
  const { id, at, setup, headline, version, place, seconds, openedFrom, unsaid = [] } = asObject(value);
  return (
    [id, headline, version, place, openedFrom ?? ''].every((each) => typeof each === 'string') &&
    [at, seconds].every(Number.isFinite) &&
    isTexts(unsaid) &&
    isKeptSetup(setup)
  );
}

export function isKeptForm(value: unknown): value is KeptForm {
  const { tab, at, setup, columns, answer, hash } = asObject(value);
  const isAnswer = answer === null || typeof answer === 'string';
  return (
    [tab, hash].every((each) => typeof each === 'string') &&
    Number.isFinite(at) &&
    isTexts(columns) &&
    isAnswer &&
    isKeptSetup(setup)
  );
}

function isKeptSetup(value: unknown): value is KeptSetup {
  const { source, target, ignored, categories, dates, fields } = asObject(value);
  return (
    isKeptSource(source) &&
    (target === null || typeof target === 'string') &&
    isTexts(ignored) &&
    isTexts(categories) &&
    isObject(dates) &&
    Object.values(dates).every(isTexts) &&
    isObject(fields) &&
    isTexts(Object.values(fields))
  );
}

function isKeptSource(value: unknown): boolean {
  if (value === null) return true;
  const { kind, name, file, fileName } = asObject(value);
  if (kind === 'built-in') return typeof name === 'string';
  return kind === 'file' && typeof file === 'string' && typeof fileName === 'string';
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? (value as Record<string, unknown>) : {};
}
