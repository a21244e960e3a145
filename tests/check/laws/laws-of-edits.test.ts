import { describe, expect, test } from 'vitest';
import { readLoops } from '../corpus.ts';
import { drawFrom, listNodes, untouched } from './edited.ts';
import { reformat } from './reformat.ts';
import { rename } from './rename.ts';
import { reorder } from './reorder.ts';

const scripts = readLoops().filter(({ name }) => name.endsWith('.py'));

describe.each([
  ['rename', rename],
  ['reformat', reformat],
  ['reorder', reorder],
])('%s', (_, change) => {
  test('changes most loops, and leaves all of them Python', () => {
    let changed = 0;
    for (const { name, text } of scripts) {
      const edited = change(untouched(text), drawFrom(7));
      if (edited.text !== text) changed += 1;
      expect(listNodes(edited.text, ({ type }) => type.isError).length, `${name}\n${edited.text}`).toBe(0);
    }
    expect(changed).toBeGreaterThan(scripts.length * 0.7);
  });

  test('knows where each statement came from', () => {
    for (const { text } of scripts) {
      const edited = change(untouched(text), drawFrom(11));
      const places = (whole: string, origin: (offset: number) => number) =>
        listNodes(whole, ({ name }) => /Statement$|Definition$/.test(name))
          .map(({ name, from }) => `${name} ${origin(from)}`)
          .sort();
      expect(places(edited.text, edited.origin)).toEqual(places(text, (offset) => offset));
    }
  });
});

test('renames what a script names, and nothing of a library', () => {
  const text =
    'import torch as t\nclass A(t.nn.Module):\n    def go(self, x, lr=1):\n        y = x\n        return f"{y}"\n';
  const { text: renamed } = rename(untouched(text), drawFrom(1));
  expect(renamed).not.toMatch(/\b(A|x|y)\b/);
  expect(renamed).toMatch(/import torch as t\nclass \w+\(t\.nn\.Module\):\n {4}def go\(self, /);
});
