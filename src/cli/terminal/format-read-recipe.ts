import type { CheckAnswer, ReadField, Unread } from '../../check/answer.ts';
import { showUnseen } from '../../errors.ts';
import type { Style } from './style.ts';
import { wrapText } from './wrap.ts';

/** What a comparison would take from a loop, what differs as it was meant, and what could not be read. */
export function formatReadRecipe({ recipe, unread }: CheckAnswer, width: number, style: Style): string[][] {
  if (recipe === null) return [];
  const say = (text: string) => wrapText(`  ${showUnseen(text)}`, width, '    ');
  const written = new Map(listLeaves(recipe.asWritten));
  const meant = listLeaves(recipe.asMeant).filter(([path, value]) => written.get(path) !== value);
  const sections: [head: string, lines: string[]][] = [
    [
      'As a recipe:',
      recipe.fields.flatMap((field) => say(`${field.field}: ${shorten(field.value)} (${sayPlace(field)})`)),
    ],
    ['As meant:', meant.flatMap(([path, value]) => say(`${path}: ${value}`))],
    ['Not read:', unread.flatMap((each) => say(`${each.field}: ${each.message}${sayLine(each)}`))],
  ];
  return sections
    .filter(([, lines]) => lines.length > 0)
    .map(([head, lines]) => [style.bold(head), ...lines]);
}

function sayPlace({ cell, line }: Pick<ReadField, 'cell' | 'line'>): string {
  return `${cell === null ? '' : `cell ${cell}, `}line ${line}`;
}

function sayLine({ cell, line }: Unread): string {
  return line === null ? '' : ` (${sayPlace({ cell, line })})`;
}

const MOST_CHARACTERS = 80;

function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 3)}...` : text;
}

/** Fields by their paths, with their values as JSON. */
function listLeaves(part: Readonly<Record<string, unknown>>, path = ''): [path: string, value: string][] {
  return Object.entries(part).flatMap(([key, value]): [string, string][] => {
    const isPart = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isPart
      ? listLeaves(value as Record<string, unknown>, `${path}${key}.`)
      : [[path + key, shorten(value)]];
  });
}
