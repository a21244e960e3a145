import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkingLoop } from '../../src/check/check.ts';
import { AbsumError } from '../../src/errors.ts';
import { readLoops } from './corpus.ts';
import { expectBounded } from './expect-bounded.ts';
import { listHostile, nest } from './hostile-texts.ts';

// Whatever the text is, there is an answer or an AbsumError; `hostile.slow.test.ts` has the longest texts.

const loops = readLoops();

describe('a text of ten thousand characters', () => {
  test.each(listHostile(10_000))('%s', (_, text) => {
    expect(text.length).toBeLessThanOrEqual(10_000);
    expect(text.length).toBeGreaterThan(4000);
    expectBounded(text);
  });
});

test.each([undefined, null, 1, 'text', [], {}, { text: 1 }, { text: '', more: 1 }])(
  'no request: %j',
  (input) => {
    expect(() => checkingLoop(input).next()).toThrow(AbsumError);
  },
);

const STEP = 'loss = criterion(model(x), y)\nloss.backward()\nopt.step()';
const PREFACE =
  'import torch\nmodel = torch.nn.Linear(2, 1)\nopt = torch.optim.SGD(model.parameters(), lr=1)\n';

describe('a program that would not end', () => {
  const indented = (text: string, by: number) => text.replace(/^/gm, ' '.repeat(by));
  const calls = (i: number, ...others: readonly number[]) =>
    `def f${i}(a):\n${others.map((j) => `    a = f${j}(a) + f${j}(a)\n`).join('')}    return a\n`;
  const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

  test.each([
    [
      'a function that calls itself',
      `${PREFACE}def f(x):\n    ${'f(x)\n    '.repeat(50)}return f(f(x))\nf(1)\n`,
    ],
    ['two that call each other', `${calls(0, 1, 1, 1)}${calls(1, 0, 0, 0)}f0(1)\n`],
    [
      'five thousand, each calling the next twice',
      `${numbers(5000)
        .map((i) => calls(i, i + 1))
        .join('')}f0(1)\n`,
    ],
    [
      'forty, each calling all others',
      `${numbers(40)
        .map((i) => calls(i, ...numbers(40)))
        .join('')}f0(1)\n`,
    ],
    [
      'loops in loops, fifty deep',
      PREFACE + nest((i) => `for x${i} in range(9):`, 50, STEP.replaceAll('\n', '; ')),
    ],
    ['whiles in whiles', PREFACE + nest(() => 'while True:', 90, STEP.replaceAll('\n', '; '))],
    [
      'a sequence of a thousand ifs',
      PREFACE + 'if a:\n    x = 1\nelse:\n    x = [x, x]\n'.repeat(1000) + STEP,
    ],
    ['ifs in ten thousand depths', nest(() => 'if a:', 1300)],
    ['elif ten thousand times', `if a:\n    x = 1\n${'elif b:\n    x = f(x)\n'.repeat(10_000)}`],
    ['a value that doubles', `x = [1]\n${'x = x + x\n'.repeat(200)}for a in x:\n${indented(STEP, 4)}\n`],
    ['a name that holds itself', `x = []\nx = [x, x]\n${'x = (x, x)\n'.repeat(300)}print(x)\n`],
    ['ranges without end', `for i in range(10 ** 18):\n${indented(STEP, 4)}\n`],
    ['a class that is its own base', 'class A(A):\n    def f(self):\n        return self.f().f()\nA().f()\n'],
    ['bases in a circle', 'class A(B): pass\nclass B(A): pass\nA().forward(1)\nmodel = B()\nmodel(1)\n'],
    [
      'an object that is called, and cannot be',
      'class A:\n    def f(self):\n        return self(1)\nA()(1)\nA().f()\n',
    ],
    [
      'a class method that makes itself',
      'class A:\n    @classmethod\n    def f(cls):\n        return cls(cls.f())\nA.f()\n',
    ],
    [
      'a base many times over',
      `${numbers(30)
        .map((i) => `class A${i + 1}(A${i}, A${i}, A${i}, A${i}): pass\n`)
        .join('')}A30().f()\n`,
    ],
    [
      'methods in a circle',
      `class A:\n${numbers(300)
        .map(
          (i) => `    def f${i}(self):\n        return self.f${(i + 1) % 300}() + self.f${(i + 7) % 300}()\n`,
        )
        .join('')}A().f0()\n`,
    ],
    ['comprehensions in comprehensions', `x = ${'[a for a in '.repeat(140)}b${']'.repeat(140)}\n`],
    ['lambdas that call themselves', 'f = lambda x: f(f(x))\ng = lambda x: f(g(x))\ng(f)\n'],
    ['a generator of itself', 'def g():\n    for x in g():\n        yield x\nfor x in g():\n    pass\n'],
    ['names of objects', namesOfObjects()],
    [
      'huge numbers',
      `lr = 1e999\nn = ${'9'.repeat(5000)}\nk = 0x${'f'.repeat(5000)}\nfor i in range(n):\n    pass\n`,
    ],
  ])('%s', (_, text) => {
    expectBounded(text);
  });

  function namesOfObjects(): string {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'];
    const uses = names.flatMap((name) => [
      `import ${name}`,
      `${name} = ${name}.${name}(${name}=${name})`,
      `def ${name}(${name}):\n    return ${name}.${name}`,
      `class ${name}(${name}):\n    ${name} = 1`,
      `parser.add_argument("--${name}", type=float, default=${name})`,
      `optimizer = torch.optim.${name}(model.parameters(), ${name}=1)`,
      `loss = nn.${name}()(model(x), y) + ${name}["${name}"] * args.${name}`,
      'loss.backward()',
    ]);
    return uses.join('\n');
  }
});

describe('cuts of the corpus', () => {
  const texts = fc.constantFrom(...loops.map(({ text }) => text));
  const place = fc.double({ min: 0, max: 1, noNaN: true });

  test('any part of a loop', () => {
    const part = fc.tuple(texts, place, place).map(([text, a, b]) => {
      const [from, to] = [a, b].map((at) => Math.round(at * text.length)).sort((x, y) => x - y);
      return text.slice(from, to);
    });
    fc.assert(fc.property(part, expectBounded), { numRuns: 300 });
  });

  test('parts of two loops, one within the other', () => {
    const mixed = fc.tuple(texts, texts, place, place).map(([one, other, a, b]) => {
      const at = Math.round(a * one.length);
      return one.slice(0, at) + other.slice(Math.round(b * other.length)) + one.slice(at);
    });
    fc.assert(fc.property(mixed, expectBounded), { numRuns: 300 });
  });

  test('lines left out, doubled and in any order', () => {
    const shuffled = texts.chain((text) => {
      const lines = text.split('\n');
      return fc
        .array(fc.constantFrom(...lines), { maxLength: 2 * lines.length })
        .map((kept) => kept.join('\n'));
    });
    fc.assert(fc.property(shuffled, expectBounded), { numRuns: 300 });
  });

  test('characters changed', () => {
    const strange = fc.constantFrom(
      '(',
      ')',
      '[',
      '"',
      "'",
      ':',
      '\n',
      '    ',
      '\t',
      '\\',
      '\0',
      '\ud800',
      '=',
      '.',
    );
    const changed = fc
      .tuple(texts, fc.array(fc.tuple(place, strange), { maxLength: 20 }))
      .map(([text, edits]) =>
        edits.reduce((whole, [at, piece]) => {
          const where = Math.round(at * whole.length);
          return whole.slice(0, where) + piece + whole.slice(where + 1);
        }, text),
      );
    fc.assert(fc.property(changed, expectBounded), { numRuns: 300 });
  });
});
