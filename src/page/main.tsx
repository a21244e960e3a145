import parameters from 'virtual:parameters';
import { render } from 'preact';
import { startWorker } from '#absum-worker';
import { App } from './app.tsx';
import { LocalEngine } from './run/local-engine.ts';
import './style.css';

const engine = new LocalEngine(startWorker);

render(<App engine={engine} parameters={parameters} />, document.body);
