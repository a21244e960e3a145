import { citeReport } from '../../report/cite.ts';
import type { Report } from '../../report/schema.ts';
import './citation.css';

export interface CitationProps {
  readonly report: Report;
  /** Copies a text, and says so in words that begin with what it is. */
  readonly copy: (what: string, text: string) => void;
  /** The report's, where the browser can make one. */
  readonly digest: string | undefined;
}

/** A paragraph on methods with its references, to be copied. */
export function Citation({ report, digest, copy }: CitationProps) {
  const { paragraph, references } = citeReport(report, digest);
  return (
    <section aria-label="Citation" class="citation">
      <p>{paragraph}</p>
      <ul>
        {references.map((reference) => (
          <li key={reference}>{reference}</li>
        ))}
      </ul>
      <div class="buttons">
        <button type="button" onClick={() => copy('The citation', [paragraph, '', ...references].join('\n'))}>
          Copy citation
        </button>
      </div>
    </section>
  );
}
