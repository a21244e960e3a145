import { useState } from 'preact/hooks';
import type { Report } from '../../report/schema.ts';
import type { LocalEngine } from '../run/local-engine.ts';
import { writeLink } from '../setup/link.ts';
import type { Setup } from '../setup/setup.ts';
import { findPage } from '../surroundings.ts';
import { download, downloadText } from './download.ts';
import { Reproduce } from './reproduce.tsx';
import { findAddress, nameSeed, writeCurl, writeJson, writePython } from './take-away.ts';

interface TakeAwayProps {
  readonly setup: Setup;
  readonly report: Report;
  readonly engine: LocalEngine;
}

/** The comparison and its answer, to be taken elsewhere. */
export function TakeAway({ setup, report, engine }: TakeAwayProps) {
  const [said, say] = useState('');
  const base = findAddress();
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
  const texts = [
    { label: 'Copy as curl', what: 'The command', write: () => writeCurl(setup, base) },
    { label: 'Copy as Python', what: 'The program', write: () => writePython(setup, base) },
    { label: 'Copy as JSON', what: 'The recipe', write: () => writeJson(setup) },
    {
      label: 'Copy link',
      what: 'The link',
      write: () => `${findPage()}#${writeLink(nameSeed(setup, report))}`,
    },
  ];
  return (
    <section aria-labelledby="take-title">
      <h3 id="take-title">Take away</h3>
      <div class="buttons">
        {texts.map(({ label, what, write }) => (
          <button key={label} type="button" onClick={() => copy(what, write())}>
            {label}
          </button>
        ))}
      </div>
      <div class="buttons">
        <button type="button" onClick={() => saveJson('absum-report.json', report)}>
          Download report
        </button>
        {report.model && (
          <>
            <button type="button" onClick={() => saveJson('absum-model.json', report.model)}>
              Model as JSON
            </button>
            <button type="button" onClick={() => saveOnnx().catch((error: unknown) => say(String(error)))}>
              Model as ONNX
            </button>
          </>
        )}
      </div>
      <Reproduce report={report} copy={copy} />
      <p role="status">{said}</p>
      <p class="hint">The link carries the recipe, never the data. {report.refit?.sentence}</p>
    </section>
  );
}

function saveJson(name: string, value: unknown): void {
  downloadText(name, 'application/json', JSON.stringify(value));
}
