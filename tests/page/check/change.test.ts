import { describe, expect, it } from 'vitest';
import {
  applyChange,
  findChange,
  findLine,
  joinChanges,
  mendFault,
} from '../../../src/page/check/text/change.ts';
import { diffLines } from '../../../src/page/check/text/diff.ts';
import { markLines, placeFaults } from '../../../src/page/check/text/marks.ts';
import { makeFault } from './sample.ts';

const TEXT = 'for x in data:\n    loss = loss - l1\n    loss.backward()\n';

function mend(text: string, line: number, fault: Parameters<typeof makeFault>[0] = {}): string | null {
  const change = mendFault(text, line, makeFault(fault));
  return change && applyChange(text, change);
}

describe('the mend of a fault', () => {
  it('takes the place of the lines where it stands, and of no others', () => {
    expect(mend(TEXT, 2)).toBe(TEXT.replace('-', '+'));
    const twice = TEXT + TEXT;
    expect(mend(twice, 5)).toBe(TEXT + TEXT.replace('-', '+'));
  });

  it('may be more lines than there were, fewer, or none', () => {
    const two = ['    loss = loss - l1', '    loss.backward()'];
    expect(mend(TEXT, 2, { endLine: 3, source: two, mend: '    a\n    b\n    c' })).toBe(
      'for x in data:\n    a\n    b\n    c\n',
    );
    expect(mend(TEXT, 2, { endLine: 3, source: two, mend: '    a\n' })).toBe('for x in data:\n    a\n');
    expect(mend(TEXT, 2, { mend: '' })).toBe('for x in data:\n    loss.backward()\n');
    expect(mend('    loss = loss - l1', 1, { mend: '' })).toBe('');
  });

  it('is none where the text has other lines there, and where no edit mends it', () => {
    expect(mend(TEXT, 1)).toBeNull();
    expect(mend(TEXT.replace('- l1', '- l10'), 2)).toBeNull();
    expect(mend(TEXT.replace('- l1', '- l2'), 2)).toBeNull();
    expect(mend(TEXT, 99)).toBeNull();
    expect(mend(TEXT, 2, { mend: null })).toBeNull();
  });

  it('joins others in one change; of two that meet, the first is done', () => {
    const text = 'a\nb\nc\nd\n';
    const changes = [
      { from: 4, to: 5, insert: 'CC' },
      { from: 0, to: 1, insert: '' },
      { from: 0, to: 3, insert: 'x' },
    ];
    const joined = joinChanges(text, changes);
    expect(joined && applyChange(text, joined)).toBe('\nb\nCC\nd\n');
    expect(joinChanges(text, [])).toBeNull();
  });
});

describe('a change between two texts', () => {
  it.each([
    ['abc', 'abc'],
    ['aa', 'aaa'],
    ['loss - l1', 'loss + l1'],
    ['', 'new'],
    ['old', ''],
    ['abab', 'ab'],
  ])('makes %j of itself: %j', (before, after) => {
    expect(applyChange(before, findChange(before, after))).toBe(after);
  });

  it('is the smallest', () => {
    expect(findChange('loss - l1', 'loss + l1')).toEqual({ from: 5, to: 6, insert: '+' });
  });

  it('finds lines, and the end where there are fewer', () => {
    expect([1, 2, 3, 4, 9].map((line) => findLine('a\nbc\n\nd', line))).toEqual([0, 2, 5, 6, 7]);
  });
});

describe('the diff of a mend', () => {
  it('leaves shared indentation out, and marks what differs within a line', () => {
    expect(diffLines(['    loss = loss - l1'], ['    loss = loss + l1'])).toEqual([
      { kind: 'old', text: 'loss = loss - l1', from: 12, to: 13 },
      { kind: 'new', text: 'loss = loss + l1', from: 12, to: 13 },
    ]);
  });

  it('keeps the lines that both have, when one moves up', () => {
    const before = ['\tloss.backward()', '\toptimizer.zero_grad()', '', '\toptimizer.step()'];
    const after = ['\toptimizer.zero_grad()', '\tloss.backward()', '', '\toptimizer.step()'];
    expect(diffLines(before, after).map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'old loss.backward()',
      'same optimizer.zero_grad()',
      'new loss.backward()',
      'same ',
      'same optimizer.step()',
    ]);
  });

  it('has the lines alone where nothing mends them, and old ones alone where they go', () => {
    expect(diffLines(['  a'], ['  a'])).toEqual([{ kind: 'same', text: 'a', from: 0, to: 0 }]);
    expect(diffLines(['  a', '    b'], []).map(({ kind, text }) => [kind, text])).toEqual([
      ['old', 'a'],
      ['old', '  b'],
    ]);
  });
});

describe('the marks of the text', () => {
  it('are one for each line, of its worst fault, with the names of all', () => {
    const faults = [
      makeFault({ code: 'one-seed', severity: 'info', line: 2, endLine: 2 }),
      makeFault({ line: 2, endLine: 4 }),
      makeFault({ code: 'batches-overlap', severity: 'warning', line: 9, endLine: 9 }),
    ];
    expect(markLines(placeFaults('text', faults))).toEqual([
      {
        id: 'check-fault-0',
        line: 2,
        endLine: 4,
        severity: 'error',
        title: 'note: one-seed\nerror: penalty-subtracted',
      },
      { id: 'check-fault-2', line: 9, endLine: 9, severity: 'warning', title: 'warning: batches-overlap' },
    ]);
  });

  it('stand below the heading of their cell', () => {
    const [placed] = placeFaults('# %% cell 3\na\nb', [makeFault({ cell: 3, line: 2 })]);
    expect(placed.line).toBe(3);
  });
});
