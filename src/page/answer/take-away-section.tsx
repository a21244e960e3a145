import { useState } from 'preact/hooks';
import type { Report } from '../../report/schema.ts';
import type { LocalEngine } from '../run/local-engine.ts';
import { findBase } from '../run/run.ts';
import { writeLink } from '../setup/link.ts';
import type { Setup } from '../setup/setup.ts';
import { download, downloadText } from './download.ts';
import { writeCurl, writeJson, writePython } from './take-away.ts';

interface TakeAwayProps {
  readonly setup: Setup;
  readonly report: Report;
  readonly engine: LocalEngine;
}

/** The comparison and its answer, to be taken elsewhere. */
export function TakeAway({ setup, report, engine }: TakeAwayProps) {
  const [said, say] = useState('');
  const base = findBase().replace(/\/$/, '');
  const copy = async (what: string, text: string) => {
    try {
      // There is no clipboard where the page came over plain HTTP from another machine.
      await navigator.clipboard.writeText(text);
      say(`${what} copied.`);
    } catch {
      say('The browser does not let this page copy.');
    }
  };
  const saveOnnx = async () => {
    const bytes = await engine.ask('onnx', { model: report.model });
    download('absum-model.onnx', new Blob([bytes], { type: 'application/octet-stream' }));
  };
  const link = () => `${findBase()}#${writeLink(setup)}`;
  return (
    <section aria-labelledby="take-title">
      <h3 id="take-title">Take away</h3>
      <div class="buttons">
        <button type="button" onClick={() => copy('The command', writeCurl(setup, base))}>
          Copy as curl
        </button>
        <button type="button" onClick={() => copy('The program', writePython(setup, base))}>
          Copy as Python
        </button>
        <button type="button" onClick={() => copy('The recipe', writeJson(setup))}>
          Copy as JSON
        </button>
        <button type="button" onClick={() => copy('The link', link())}>
          Copy link
        </button>
      </div>
      <div class="buttons">
        <button
          type="button"
          onClick={() => downloadText('absum-report.json', 'application/json', JSON.stringify(report))}
        >
          Download report
        </button>
        {report.model && (
          <>
            <button
              type="button"
              onClick={() =>
                downloadText('absum-model.json', 'application/json', JSON.stringify(report.model))
              }
            >
              Model as JSON
            </button>
            <button type="button" onClick={() => saveOnnx().catch((error: unknown) => say(String(error)))}>
              Model as ONNX
            </button>
          </>
        )}
      </div>
      <p role="status">{said}</p>
      <p class="hint">The link carries the recipe, never the data. {report.refit?.sentence}</p>
    </section>
  );
}
