import { ChooseFile } from '../setup/choose-file.tsx';
import { EXAMPLE } from './example.ts';
import type { Loop } from './loop.ts';
import { isLoopFile, readLoopFile, takeText } from './read-loop-file.ts';

interface ChooseLoopProps {
  readonly loop: Loop;
  readonly onLoop: (loop: Loop) => void;
  /** Empties text and form. */
  readonly onAfresh: () => void;
  /** Whether a table that is dropped has a place of its own. */
  readonly hasTable: boolean;
}

/** The loop: a file, or an example; what is typed or pasted goes into the text below. */
export function ChooseLoop({ loop, onLoop, onAfresh, hasTable }: ChooseLoopProps) {
  return (
    <>
      <ChooseFile
        source={loop}
        accept=".py,.ipynb,.txt,text/x-python"
        isOurs={({ name }) => !hasTable || isLoopFile(name)}
        // Never a table: `openOther` takes every file, or says what is wrong with it.
        onText={(text, fileName) => onLoop(takeText(text, fileName))}
        openOther={async (file) => {
          const opened = await readLoopFile(file);
          return () => onLoop(opened);
        }}
      >
        a script (.py) or a notebook (.ipynb)
      </ChooseFile>
      <div class="buttons small">
        <button type="button" onClick={() => onLoop(EXAMPLE)}>
          Try an example
        </button>
        {loop.text !== '' && (
          <button type="button" onClick={onAfresh}>
            Start afresh
          </button>
        )}
      </div>
    </>
  );
}
