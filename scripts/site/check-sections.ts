import { FAULT_CODES, FAULT_SEVERITIES, type FaultCode } from '../../src/check/faults/codes.ts';
import { SEEN, TITLES, WHY } from '../../src/check/faults/texts.ts';
import { CHECK_TEXTS } from './check-texts.ts';

// What docs/check.md and the pages of the site say of each fault, from one source.

/** The case that has a fault, in the repository. */
export const caseOf = (code: FaultCode): string => `fixtures/loops/wrong/${code}.py`;

const commandOf = (code: FaultCode) => `npm run --silent absum -- check ${caseOf(code)}`;

/** The part of `docs/check.md` about the codes, in their order: a table of all, and a section for each. */
export function writeCheckSections(): string {
  const rows = FAULT_CODES.map(
    (code) => `| [\`${code}\`](#${code}) | ${FAULT_SEVERITIES[code]} | ${TITLES[code]} |`,
  );
  return [
    '| Code | Severity | What is wrong |',
    '| --- | --- | --- |',
    ...rows,
    '',
    ...FAULT_CODES.map(writeSection),
  ].join('\n');
}

function writeSection(code: FaultCode): string {
  const { found, mend } = CHECK_TEXTS[code];
  return `### ${code}

${TITLES[code]}: ${FAULT_SEVERITIES[code]}. Found where ${found}

Why it matters: ${WHY[code]} Seen: ${SEEN[code]}

How to mend it: ${mend}

\`\`\`sh
${commandOf(code)}
\`\`\`
`;
}
