import { useState } from 'preact/hooks';
import { ChooseFile } from '../setup/choose-file.tsx';
import { Paste } from '../setup/paste.tsx';
import { EXAMPLE, EXAMPLE_FIELDS } from './example.ts';
import { looksLikeJson, type OpenedScores, openScores, readScoresFile } from './read-scores-file.ts';
import { EMPTY_SETUP, PASTED, type ScoresSource, takeSource } from './setup.ts';
import type { JudgeLab } from './use-judge.ts';

interface ChooseScoresProps extends Pick<JudgeLab, 'change'> {
  readonly source: ScoresSource | null;
}

/** The scores: a file, a pasted text, or an example. */
export function ChooseScores({ source, change }: ChooseScoresProps) {
  const [pasted, setPasted] = useState({ text: '', fault: '' });
  const takeText = (text: string, fileName: string) =>
    change((before) => takeSource(before, { kind: 'csv', text, fileName }));
  const takeOpened = ({ source: opened, patch }: OpenedScores) =>
    change((before) => takeSource(before, opened, patch));
  const paste = (text: string) => {
    setPasted({ text, fault: '' });
    if (!looksLikeJson(text)) {
      takeText(text, PASTED.csv);
      return;
    }
    try {
      takeOpened(openScores(text, PASTED.json));
    } catch (error) {
      setPasted({ text, fault: (error as Error).message });
    }
  };
  const isPasted = source?.fileName === PASTED.csv || source?.fileName === PASTED.json;
  return (
    <section aria-labelledby="judge-scores-title">
      <h2 id="judge-scores-title">Scores</h2>
      <ChooseFile
        source={source}
        onText={takeText}
        openOther={async (file) => {
          const opened = await readScoresFile(file);
          return opened && (() => takeOpened(opened));
        }}
      >
        CSV, Parquet, .xlsx, JSON such as cv_results_, a report of absum
      </ChooseFile>
      <Paste isTaken={(text) => (isPasted && text === pasted.text) || pasted.fault !== ''} onText={paste} />
      {pasted.fault !== '' && (
        <p class="fault" role="alert">
          {pasted.fault}
        </p>
      )}
      <div class="buttons small">
        <button
          type="button"
          onClick={() => change(() => ({ ...EMPTY_SETUP, source: EXAMPLE, fields: EXAMPLE_FIELDS }))}
        >
          Try an example
        </button>
        {source !== null && (
          <button type="button" onClick={() => change(() => EMPTY_SETUP)}>
            Start afresh
          </button>
        )}
      </div>
    </section>
  );
}
