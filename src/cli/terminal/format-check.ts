import type { CheckAnswer, Fault } from '../../check/answer.ts';
import { FAULT_LEVELS } from '../../check/faults/codes.ts';
import { showUnseen } from '../../errors.ts';
import { formatCount } from '../../words/amounts.ts';
import { joinWords } from '../../words/lists.ts';
import { showDiff, showLines } from './code-lines.ts';
import { formatReadRecipe } from './format-read-recipe.ts';
import type { Style } from './style.ts';
import { wrapText } from './wrap.ts';

/** What a file was answered. */
export interface CheckedFile {
  /** The file, or what stands for it. */
  readonly file: string;
  readonly answer: CheckAnswer;
}

/** What is printed with the answer of a check and does not come from it. */
export interface CheckOccasion {
  /** Columns of the terminal. */
  readonly width: number;
  readonly style: Style;
  /** Whether to print what a comparison of the loop would take from it. */
  readonly withRecipe: boolean;
}

/** Answers for people: of each file the headline, its faults with their lines, and what was not followed; and a count. */
export function formatCheck(checked: readonly CheckedFile[], occasion: CheckOccasion): string {
  const { width, style } = occasion;
  const faults = checked.flatMap(({ answer }) => answer.faults);
  const summary = wrapText(summarise(checked.length, faults), width).map(style.bold);
  if (faults.length > 0) summary.push(...wrapText(WHERE, width).map(style.dim));
  const files = checked.map((each) => formatFile(each, occasion));
  return `${joinSections([...files, [summary]])}\n`;
}

/** A blank line between sections, but for files of which there is only the headline to tell. */
function joinSections(files: readonly string[][][]): string {
  const blocks = files.map((sections) => sections.map((lines) => lines.join('\n')).join('\n\n'));
  return blocks.reduce((text, block, i) => {
    const isQuiet = i < files.length - 1 && [files[i - 1], files[i]].every(({ length }) => length === 1);
    return `${text}${isQuiet ? '\n' : '\n\n'}${block}`;
  });
}

const WHERE =
  'docs/check.md says of each code why it matters, and how to mend it. Only the text was read: nothing was run.';

function formatFile({ file, answer }: CheckedFile, { width, style, withRecipe }: CheckOccasion): string[][] {
  const explained = new Set<string>();
  const faults = answer.faults.map((fault) => {
    const isNew = !explained.has(fault.code);
    explained.add(fault.code);
    return formatFault(file, fault, isNew, width, style);
  });
  return [
    wrapText(showUnseen(`${file}: ${answer.headline}`), width).map(style.bold),
    ...faults,
    ...(withRecipe ? formatReadRecipe(answer, width, style) : []),
    answer.notes.flatMap((note) => wrapText(showUnseen(note), width, '  ')).map(style.dim),
  ].filter((lines) => lines.length > 0);
}

/** @param isNew whether it is the first of its code: why it matters is said once */
function formatFault(file: string, fault: Fault, isNew: boolean, width: number, style: Style): string[] {
  const { severity, code, cell, line, column, source, message, why, seen, mend, certainty } = fault;
  const paint = { error: style.red, warning: style.yellow, info: style.cyan }[severity];
  const place = `${file}:${cell === null ? '' : `cell ${cell}:`}${line}:${column}`;
  const say = (text: string) => wrapText(`  ${showUnseen(text)}`, width, '  ');
  return [
    `${showUnseen(place)} ${paint(severity)} ${style.bold(code)} (${certainty})`,
    ...showLines(source, { line, column, width, style }),
    ...say(message),
    ...(isNew ? [...say(`Why: ${why}`), ...say(`Seen: ${seen}`)] : []),
    ...(mend === null ? [] : showDiff(source, mend.split('\n'), style)),
  ];
}

/** "2 files, 3 faults: 1 error and 2 warnings." */
function summarise(files: number, faults: readonly Fault[]): string {
  const counted = FAULT_LEVELS.flatMap((level) => {
    const n = faults.filter(({ severity }) => severity === level).length;
    if (n === 0) return [];
    return level === 'info' ? [`${n} info`] : [formatCount(n, level)];
  });
  const found =
    faults.length === 0 ? 'no faults' : `${formatCount(faults.length, 'fault')}: ${joinWords(counted)}`;
  return `${formatCount(files, 'file')}, ${found}.`;
}
