import { useMemo } from 'preact/hooks';
import type { Fault } from '../../check/answer.ts';
import { keepUnits } from '../../words/numbers.ts';
import { DocsLink } from '../docs-links.tsx';
import { type DiffLine, diffLines } from './text/diff.ts';
import { MARKS, type PlacedFault, WORDS } from './text/marks.ts';

/** What can be done about a fault. */
export interface Mending {
  readonly showLine: (line: number) => void;
  /** Whether the text still has the lines that would be mended. */
  readonly canMend: (placed: PlacedFault) => boolean;
  readonly mend: (placed: readonly PlacedFault[]) => void;
}

/** More are folded away. */
const MOST_SHOWN = 40;

interface FaultListProps {
  readonly placed: readonly PlacedFault[];
  readonly mending: Mending;
}

/** The faults in the order of the lines. */
export function FaultList({ placed, mending }: FaultListProps) {
  const [first, rest] = [placed.slice(0, MOST_SHOWN), placed.slice(MOST_SHOWN)];
  return (
    <>
      <List placed={first} mending={mending} />
      {rest.length > 0 && (
        <details>
          <summary>{rest.length} more</summary>
          <List placed={rest} mending={mending} />
        </details>
      )}
    </>
  );
}

function List({ placed, mending }: FaultListProps) {
  return (
    <ol class="findings faults">
      {placed.map((each) => (
        <FaultItem key={each.id} placed={each} mending={mending} />
      ))}
    </ol>
  );
}

/** `line 12`, `lines 12 to 14`, `cell 3, line 2`. */
export function sayPlace({ cell, line, endLine }: Pick<Fault, 'cell' | 'line' | 'endLine'>): string {
  const lines = endLine > line ? `lines ${line} to ${endLine}` : `line ${line}`;
  return cell === null ? lines : `cell ${cell}, ${lines}`;
}

function FaultItem({ placed, mending }: { readonly placed: PlacedFault; readonly mending: Mending }) {
  const { fault, id, line } = placed;
  const { code, severity, message, why, seen, mend, source, certainty } = fault;
  const canMend = mending.canMend(placed);
  return (
    <li id={id} data-severity={severity} tabIndex={-1}>
      <p class="fault-head">
        <span class="mark" data-severity={severity} aria-hidden="true">
          {MARKS[severity]}
        </span>
        <strong>
          {WORDS[severity]}: {code}
        </strong>
        <button type="button" class="plain" onClick={() => mending.showLine(line)}>
          {sayPlace(fault)}
        </button>
        <span class="hint">{certainty}</span>
      </p>
      <p>{keepUnits(message)}</p>
      <p class="hint">{keepUnits(why)}</p>
      <Diff source={source} mend={mend} />
      {mend !== null && (
        <div class="again">
          {/* Not disabled: that would take the focus from who has just pressed it. */}
          <button
            type="button"
            aria-disabled={!canMend}
            aria-label={`Mend it: ${code}, ${sayPlace(fault)}`}
            onClick={() => canMend && mending.mend([placed])}
          >
            Mend it
          </button>
          {!canMend && <span class="hint">These lines have changed.</span>}
        </div>
      )}
      <p class="hint">
        Seen: {seen}{' '}
        <DocsLink page={`check/${code}`} label={`more on ${code}`}>
          more
        </DocsLink>
      </p>
    </li>
  );
}

const SIGNS: Readonly<Record<DiffLine['kind'], string>> = { same: ' ', old: '-', new: '+' };
const SAID: Readonly<Record<DiffLine['kind'], string>> = {
  same: '',
  old: 'as written: ',
  new: 'as it should be: ',
};

/** The lines as they are, and as they should be where an edit of them mends it. */
function Diff({ source, mend }: Pick<Fault, 'source' | 'mend'>) {
  const lines = useMemo(() => {
    const after = mend === '' ? [] : mend?.replace(/\n$/, '').split('\n');
    return diffLines(source, after ?? source);
  }, [source, mend]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <pre class="diff" tabIndex={0}>
      {lines.map(({ kind, text, from, to }, i) => (
        <span key={i} data-kind={kind}>
          <span aria-hidden="true">{SIGNS[kind]} </span>
          <span class="unseen">{SAID[kind]}</span>
          {text.slice(0, from)}
          {to > from && <mark>{text.slice(from, to)}</mark>}
          {text.slice(to)}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}
