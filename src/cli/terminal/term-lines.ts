import { GLOSSARY, type Term } from '../../words/glossary.ts';
import type { Style } from './style.ts';
import { wrapText } from './wrap.ts';

/** The terms that the answer of a comparison is read by. */
const OF_ANSWER = [
  'lambda',
  'RMSE',
  'SE',
  'interval',
  'verdict',
  'zeros',
  'features kept',
  'sum |w|',
  'penalty',
] as const satisfies readonly Term[];

/** Terms, each with what it means below it. */
export function listTermLines(terms: readonly Term[], width: number, style: Style): string[] {
  return terms.flatMap((term) => [style.bold(term), ...wrapText(`  ${GLOSSARY[term]}`, width, '  ')]);
}

/** What the help of a comparison says of its answer. */
export function writeAnswerTerms(width: number): string {
  const lines = OF_ANSWER.flatMap((term) => wrapText(`  ${term}: ${GLOSSARY[term]}`, width, '    '));
  return ['', 'Terms (absum terms has all):', ...lines].join('\n');
}
