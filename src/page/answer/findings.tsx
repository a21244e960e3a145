import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { Way } from '../../errors.ts';
import { keepUnits } from '../../words/numbers.ts';
import { DocsLink } from '../docs-links.tsx';

/** A finding of a report, or of a judge. */
interface Finding {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly next: Way | null;
}

const WORDS: Readonly<Record<Finding['severity'], string>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};

interface FindingsProps {
  readonly findings: readonly Finding[];
  /** What mends it at a press, where a finding knows. */
  readonly remedy: (next: Way) => ComponentChildren;
}

/** What a careful colleague would say; notes are folded, since most readers stop at the warnings. */
export function Findings({ findings, remedy }: FindingsProps) {
  const title = useId();
  const pressing = findings.filter(({ severity }) => severity !== 'info');
  const notes = findings.filter(({ severity }) => severity === 'info');
  return (
    <section aria-labelledby={title}>
      <h3 id={title}>Findings</h3>
      {findings.length === 0 && <p>Nothing here looks wrong.</p>}
      <List findings={pressing} remedy={remedy} />
      {notes.length > 0 && (
        <details open={pressing.length === 0}>
          <summary>
            {notes.length} {notes.length === 1 ? 'note' : 'notes'}
          </summary>
          <List findings={notes} remedy={remedy} />
        </details>
      )}
    </section>
  );
}

function List({ findings, remedy }: FindingsProps) {
  if (findings.length === 0) return null;
  return (
    <ul class="findings">
      {findings.map((finding) => (
        <li key={finding.code} data-severity={finding.severity} tabIndex={-1}>
          <strong>
            {WORDS[finding.severity]}: {finding.code}
          </strong>{' '}
          {keepUnits(finding.message)}{' '}
          <DocsLink page={`findings/${finding.code}`} label={`more on ${finding.code}`}>
            more
          </DocsLink>
          {finding.next && remedy(finding.next)}
          <Evidence evidence={finding.evidence} />
        </li>
      ))}
    </ul>
  );
}

function Evidence({ evidence }: Pick<Finding, 'evidence'>) {
  return (
    <details>
      <summary>figures</summary>
      <dl>
        {Object.entries(evidence).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{show(value)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function show(value: unknown): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(4)));
  if (Array.isArray(value)) return value.map(show).join(', ');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([name, inner]) => `${name} ${show(inner)}`)
      .join(', ');
  }
  return String(value);
}
