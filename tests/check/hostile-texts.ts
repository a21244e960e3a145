import { readLoop } from './corpus.ts';

/** Lines that stand one level deeper each. */
export function nest(header: (i: number) => string, depth: number, last = 'pass'): string {
  const lines = Array.from({ length: depth }, (_, i) => ' '.repeat(i) + header(i));
  return [...lines, ' '.repeat(depth) + last].join('\n');
}

/** Texts of about so many characters, an even number, and never more: each by its name. */
export function listHostile(size: number): (readonly [string, string])[] {
  const fill = (unit: string, less = 0) => unit.repeat(Math.floor((size - less) / unit.length));
  const nestAll = (header: string) => nest(() => header, Math.floor(Math.sqrt(2 * size)) - 30);
  const script = readLoop('wrong/forum-loop.py').text;
  return [
    ['open brackets', fill('(')],
    ['brackets of all kinds', fill('([{')],
    ['closed brackets', '('.repeat(size / 2) + ')'.repeat(size / 2)],
    ['one expression', fill('a+')],
    ['one chain of attributes', fill('a.')],
    ['one chain of calls', `f${fill('()', 1)}`],
    ['calls side by side', fill('f()')],
    ['one chain of calls in calls', fill('f(')],
    ['unary operators', fill('-')],
    ['comparisons', fill('not a<')],
    ['conditionals', fill('a if b else ')],
    ['lambdas', fill('lambda:')],
    ['f-strings', fill('f"{')],
    ['open strings', fill('"""')],
    ['backslashes', fill('\\\n')],
    ['decorators', fill('@a\n')],
    ['colons', fill('if a:')],
    ['blank lines', fill('\n')],
    ['tabs and spaces', fill('\t \n')],
    ['NUL', fill('\0')],
    ['lone surrogates', fill('\ud800')],
    ['names of one letter', fill('a=b\n')],
    ['assignments to many', fill('a=')],
    ['tuples', fill('a,')],
    ['numbers', '9'.repeat(size)],
    ['nested functions', nestAll('def f():')],
    ['nested classes', nestAll('class A:')],
    ['nested ifs', nestAll('if a:')],
    ['nested loops', nestAll('for a in b:')],
    ['nested tries', nestAll('try:')],
    ['the forum loop, again and again', fill(`${script}\n`)],
    ['a notebook that is cut off', `{"cells": [${fill('{"cell_type": "code", "source": [', 20)}`],
    ['a notebook of lists', `{"cells": ${'['.repeat(size / 2 - 20)}${']'.repeat(size / 2 - 20)}}`],
    ['a notebook of empty cells', `{"cells": [${fill('{"cell_type":"code","source":[]},', 20)}{}]}`],
  ];
}
