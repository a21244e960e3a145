import parameters from 'virtual:parameters';
import { render } from 'preact';
import { App } from './app.tsx';
import { LocalEngine } from './run/local-engine.ts';
import './style.css';

const engine = new LocalEngine(
  () => new Worker(new URL('./run/engine-worker.ts', import.meta.url), { type: 'module' }),
);

render(<App engine={engine} parameters={parameters} />, document.body);
