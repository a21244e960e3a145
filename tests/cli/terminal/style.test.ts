import { describe, expect, it } from 'vitest';
import { createStyle, findColour, findWidth } from '../../../src/cli/terminal/style.ts';
import { openScreen } from '../screen.ts';

const piped = openScreen();
const terminal = openScreen({ columns: 101 });

describe('findWidth', () => {
  it('takes the terminal, then COLUMNS, then 80', () => {
    expect(findWidth(terminal, { COLUMNS: '50' })).toBe(101);
    expect(findWidth(piped, { COLUMNS: '50' })).toBe(50);
    expect(findWidth(piped, {})).toBe(80);
  });

  it('takes no nonsense', () => {
    for (const COLUMNS of ['', 'x', '0', '-5', '1.5']) expect(findWidth(piped, { COLUMNS })).toBe(80);
    expect(findWidth(openScreen({ columns: 3 }), {})).toBe(20);
  });
});

describe('findColour', () => {
  it('is for terminals that can', () => {
    expect(findColour(terminal, {}, true)).toBe(true);
    expect(findColour(piped, {}, true)).toBe(false);
    expect(findColour(terminal, { TERM: 'dumb' }, true)).toBe(false);
  });

  it('is ruled by --no-color, then NO_COLOR, then FORCE_COLOR', () => {
    expect(findColour(terminal, { FORCE_COLOR: '1' }, false)).toBe(false);
    expect(findColour(terminal, { NO_COLOR: '1', FORCE_COLOR: '1' }, true)).toBe(false);
    expect(findColour(terminal, { NO_COLOR: '' }, true)).toBe(true);
    expect(findColour(piped, { FORCE_COLOR: '1' }, true)).toBe(true);
    expect(findColour(terminal, { FORCE_COLOR: '0' }, true)).toBe(false);
  });
});

it('a style without colour leaves words as they are, and no style paints nothing', () => {
  expect(createStyle(false).red('worse')).toBe('worse');
  expect(createStyle(true).red('worse')).toBe('\u001B[31mworse\u001B[39m');
  expect(createStyle(true).red('')).toBe('');
});
