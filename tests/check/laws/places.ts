import type { Fault } from '../../../src/check/answer.ts';
import { checkingLoop } from '../../../src/check/check.ts';
import { finish } from '../../../src/sliced.ts';
import { type Edited, listNodes } from './edited.ts';

export function check(text: string): readonly Fault[] {
  return finish(checkingLoop({ text })).faults;
}

/**
 * The faults of a script as codes at statements of the text that it was made from, such as `one-seed at 4: for lam in
 * lambdas:`. The same faults at the same statements give the same list.
 */
export function nameFaults({ text, origin }: Edited, original: string): string[] {
  const statements = listNodes(original, ({ name }) => /Statement$|Definition$/.test(name));
  const lineStarts = [0];
  for (const line of text.split('\n')) lineStarts.push((lineStarts.at(-1) ?? 0) + line.length + 1);
  const names = check(text).map(({ code, line, column }) => {
    const offset = origin(lineStarts[line - 1] + column - 1);
    const around = statements.filter(({ from, to }) => from <= offset && offset < to);
    // Outer ones come first.
    const from = around.at(-1)?.from ?? 0;
    return `${code} at ${original.slice(0, from).split('\n').length}: ${original.slice(from).split('\n')[0]}`;
  });
  return names.sort();
}
