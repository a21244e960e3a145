import parameters from 'virtual:parameters';
import { render } from 'preact';
import { startWorker } from '#absum-worker';
import { findTab } from './address/tab.ts';
import { LocalEngine } from './run/local-engine.ts';
import { openPage } from './runs/open-page.ts';
import { Tabs } from './tabs.tsx';
import './style.css';

const engine = new LocalEngine(startWorker);
// While the page looks for what it has kept: what it opens with is computed at once.
engine.warmUp();

// What is kept is there in some milliseconds: the page is drawn once, as it was left. Without a top-level `await`, for
// which the bundler would cut the script into many files.
void openPage(findTab(location.hash) === 'compare' ? location.hash : '').then((opening) =>
  render(<Tabs engine={engine} parameters={parameters} opening={opening} />, document.body),
);
