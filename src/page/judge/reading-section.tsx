import type { JudgeReading } from '../../judge/answer.ts';
import type { ScoresSource } from './setup.ts';

const FORMS: Readonly<Record<JudgeReading['form'], string>> = {
  wide: 'a column for each candidate',
  long: 'a row for each score',
  losses: 'losses of single rows, for which the whole test holds',
  runs: 'runs with settings and metrics',
  splits: 'results of a search by splits',
  report: 'a report of absum',
};

interface ReadingSectionProps {
  readonly reading: JudgeReading | null;
  readonly source: ScoresSource | null;
}

/** What the scores were taken for. */
export function ReadingSection({ reading, source }: ReadingSectionProps) {
  if (reading === null || source === null) return null;
  const columns = Object.entries(reading.columns).filter(([, names]) => names.length > 0);
  return (
    <section aria-labelledby="judge-reading-title" class="reading">
      <h2 id="judge-reading-title">What was found</h2>
      <p class="source">
        {source.fileName}: {FORMS[reading.form]}
        {reading.source !== undefined && `, as ${reading.source} writes them`}
      </p>
      {columns.length > 0 && (
        <dl>
          {columns.map(([role, names]) => (
            <div key={role}>
              <dt>{role}</dt>
              <dd>{listNames(names)}</dd>
            </div>
          ))}
        </dl>
      )}
      {reading.notes.map((note) => (
        <p key={note} class="hint">
          {note}
        </p>
      ))}
    </section>
  );
}

/** More than this nobody reads. */
const MOST_NAMED = 12;

function listNames(names: readonly string[]): string {
  const left = names.length - MOST_NAMED;
  return names.slice(0, MOST_NAMED).join(', ') + (left > 0 ? ` and ${left} more` : '');
}
