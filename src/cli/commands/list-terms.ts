import { errorAt } from '../../errors.ts';
import { GLOSSARY, type Term } from '../../words/glossary.ts';
import { askNearestWord } from '../../words/nearest.ts';
import type { Environment } from '../environment.ts';
import { createStyle, findColour, findWidth } from '../terminal/style.ts';
import { listTermLines } from '../terminal/term-lines.ts';

interface TermFlags {
  readonly json?: boolean | undefined;
  readonly color: boolean;
}

const TERMS = Object.keys(GLOSSARY) as Term[];

/**
 * Prints the terms of a comparison, or one of them, in whatever capitals.
 *
 * @throws AbsumError `invalid-recipe` for a word that is no term
 */
export function listTerms({ stdout, env }: Environment, word: string | undefined, flags: TermFlags): void {
  const asked = TERMS.filter((term) => word === undefined || term.toLowerCase() === word.toLowerCase());
  if (asked.length === 0) {
    const message = `the glossary has no "${word}"${askNearestWord(TERMS, word ?? '')}`;
    throw errorAt('invalid-recipe', 'term', message);
  }
  const style = createStyle(findColour(stdout, env, flags.color));
  const text = flags.json
    ? JSON.stringify(Object.fromEntries(asked.map((term) => [term, GLOSSARY[term]])))
    : listTermLines(asked, findWidth(stdout, env), style).join('\n');
  stdout.write(`${text}\n`);
}
