import type { Run } from './run.ts';

/** Tells a screen reader how far the comparison has come, in few words: at its start, each quarter and its end. */
export function Announcement({ run }: { run: Run }) {
  return (
    <p class="unseen" role="status">
      {announce(run)}
    </p>
  );
}

/** The same text until there is something new to say. */
export function announce(run: Run): string {
  switch (run.state) {
    case 'idle':
      return '';
    case 'running': {
      const { done, of } = run.live;
      const quarters = of === 0 ? 0 : Math.floor((4 * done) / of);
      return quarters === 0 ? 'Comparing' : `${25 * quarters} % of the trials done`;
    }
    case 'stopped':
      return `Stopped after ${run.live.done} of ${run.live.of} trials`;
    case 'left':
      return 'The sweep goes on';
    case 'failed':
      return 'No answer';
    case 'answered':
      return `Answer: ${run.report.headline}`;
  }
}
