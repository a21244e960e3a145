import { Component, type ComponentChildren } from 'preact';
import type { Report } from '../../report/schema.ts';
import { downloadText } from '../answer/download.ts';

interface GuardProps {
  readonly report: Report;
  readonly children: ComponentChildren;
}

/** Shows a report, or says that this page cannot: another version made it, or it contradicts itself. */
export class Guard extends Component<GuardProps, { readonly isBroken: boolean }> {
  override state = { isBroken: false };

  static override getDerivedStateFromError() {
    return { isBroken: true };
  }

  override render() {
    const { report, children } = this.props;
    if (!this.state.isBroken) return children;
    return (
      <section aria-labelledby="answer-title" class="answer">
        <h2 id="answer-title">Answer</h2>
        <p class="headline">{String(report.headline)}</p>
        <p class="fault" role="alert">
          This page cannot show the rest of this report, which absum {String(report.version)} made.
        </p>
        <div class="buttons">
          <button
            type="button"
            onClick={() => downloadText('absum-report.json', 'application/json', JSON.stringify(report))}
          >
            Download report
          </button>
        </div>
      </section>
    );
  }
}
