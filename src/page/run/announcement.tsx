import type { Run } from './run.ts';

/** Announces progress to a screen reader in few words: at the start, at each quarter and at the end. */
export function Announcement({ run }: { run: Run }) {
  return (
    <p class="unseen" role="status">
      {announce(run)}
    </p>
  );
}

/** What is announced; it changes only where there is something new to say. */
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
