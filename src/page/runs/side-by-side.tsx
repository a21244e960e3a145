import type { Report } from '../../report/schema.ts';
import { keepUnits } from '../../words/numbers.ts';
import './side-by-side.css';

interface Side {
  readonly name: string;
  readonly report: Report;
}

/** The answers of two runs, beside each other. */
export function SideBySide({ a, b }: { readonly a: Side; readonly b: Side }) {
  return (
    <div class="side-by-side">
      {[a, b].map(({ name, report }, i) => (
        <section key={i} aria-label={name}>
          <h4>{name}</h4>
          <p>{keepUnits(report.headline)}</p>
        </section>
      ))}
    </div>
  );
}
