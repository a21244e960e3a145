import type { CheckAnswer } from '../../check/answer.ts';
import type { ProgressEvent } from '../../compare/progress.ts';
import type { BuiltInInfo } from '../../data/built-in.ts';
import type { TableProfile } from '../../data/profile.ts';
import type { JudgeAnswer } from '../../judge/answer.ts';
import type { PlanFigures } from '../../plan/schema.ts';
import type { Fault } from '../../pool/protocol.ts';
import type { Draft } from '../../recipe/parameters.ts';
import type { Report } from '../../report/schema.ts';
import type { WorthAnswer } from '../../worth/answer.ts';
import type { Source } from '../setup/setup.ts';

/** What the page shows of a data set. */
export interface Preview {
  readonly profile: TableProfile;
  /** The target that the set names, or the column most likely to be it. */
  readonly target: string | null;
  /** How a CSV text was taken apart, a sentence each. */
  readonly said: readonly string[];
}

/** What a recipe says of how a CSV text is read; what it says wrongly is refused by the plan, at its field. */
export type Reading = Readonly<Partial<Record<(typeof READING)[number], unknown>>>;
export const READING = ['delimiter', 'decimal', 'header', 'missingMarkers', 'categories'] as const;

/** What can be asked of the page's engine, and what it answers. */
export interface Answers {
  datasets: { ask: object; answer: readonly BuiltInInfo[] };
  preview: { ask: { readonly reading: Reading }; answer: Preview };
  plan: { ask: { readonly recipe: Draft }; answer: PlanFigures };
  compare: { ask: { readonly recipe: Draft }; answer: Report };
  /** Loads what the end of a comparison needs. */
  ahead: { ask: object; answer: unknown };
  /** Judges scores that somebody else has measured; the request brings them along. */
  judge: { ask: { readonly request: unknown }; answer: JudgeAnswer };
  /** Checks somebody's training loop, which the request brings along. */
  check: { ask: { readonly request: unknown }; answer: CheckAnswer };
  /** Trains such a loop as written and as meant, on the data of the request. */
  worth: { ask: { readonly request: unknown }; answer: WorthAnswer };
  onnx: { ask: { readonly model: unknown }; answer: Uint8Array<ArrayBuffer> };
}

export type QuestionName = keyof Answers;

/** What the page tells its engine. Recipes come without the text of their data, which `open` has brought. */
export type ToEngine =
  | { readonly kind: 'open'; readonly source: Source }
  | {
      [Name in QuestionName]: { readonly kind: Name; readonly id: number } & Answers[Name]['ask'];
    }[QuestionName]
  | { readonly kind: 'stop'; readonly id: number };

export type FromEngine =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'progress'; readonly id: number; readonly event: ProgressEvent }
  | { readonly kind: 'fault'; readonly id: number; readonly fault: Fault };
