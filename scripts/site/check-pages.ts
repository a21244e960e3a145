import { readFileSync } from 'node:fs';
import { FAULT_SEVERITIES, type FaultCode } from '../../src/check/faults/codes.ts';
import { SEEN, TITLES, WHY } from '../../src/check/faults/texts.ts';
import { caseOf } from './check-sections.ts';
import { CHECK_TEXTS } from './check-texts.ts';

const SAID = {
  error: 'An error: the loop does not do what it says.',
  warning: 'A warning: its figures probably mean something else than was meant.',
  info: 'A note: good to know before you draw conclusions.',
} as const;

/** The page of a fault of a training loop: how it is found, why it matters, how to mend it, and a loop that has it. */
export function writeCheckPage(code: FaultCode): string {
  const { found, mend } = CHECK_TEXTS[code];
  return `# ${code}

${TITLES[code]}. ${SAID[FAULT_SEVERITIES[code]]} [All faults](../check.md)

## How it is found

\`absum check\` finds it where ${found}

## Why it matters

${WHY[code]}

Seen in public: ${SEEN[code]}

## How to mend it

${mend}

## See it

Save this loop as \`train.py\`, and run \`absum check train.py\`; or paste it into the [page](../../index.html#check). Nothing of it
is run.

\`\`\`python
${readCase(code).trimEnd()}
\`\`\`
`;
}

/** A loop as somebody would have written it: without the marks that say to tests where its faults are. */
export function readCase(code: FaultCode): string {
  return readFileSync(caseOf(code), 'utf8').replace(/[ \t]*# fault: .*$/gm, '');
}
