import { formatCount } from '../words/amounts.ts';
import { joinWords } from '../words/lists.ts';
import type { Fault } from './answer.ts';
import { TITLES } from './faults/texts.ts';

/** Faults that a headline names. */
const MOST_NAMED = 3;

/** The answer in one sentence. */
export function writeHeadline(faults: readonly Fault[], isLoop: boolean, isCut: boolean): string {
  if (faults.length === 0) {
    const far = isCut ? ', as far as it was followed' : '';
    return isLoop
      ? `No fault was found in this loop${far}.`
      : `No training loop was found in this text${far}.`;
  }
  const pressing = faults.toSorted((a, b) => RANK.indexOf(a.severity) - RANK.indexOf(b.severity));
  const named = [...new Set(pressing.map(({ code }) => code))].slice(0, MOST_NAMED);
  const [first, ...others] = named.map((code) => TITLES[code]);
  const list = joinWords([first, ...others.map((title) => title.charAt(0).toLowerCase() + title.slice(1))]);
  const rest = new Set(faults.map(({ code }) => code)).size - named.length;
  const more = rest > 0 ? `, and ${rest} more` : '';
  return `${formatCount(faults.length, 'fault')}: ${list.charAt(0).toLowerCase()}${list.slice(1)}${more}.`;
}

const RANK = ['error', 'warning', 'info'];
