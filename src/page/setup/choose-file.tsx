import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { type ReadFile, readFile } from './read-file.ts';

interface ChooseFileProps {
  /** The data set at present. */
  readonly source: { readonly kind: string; readonly text?: string } | null;
  readonly onText: (text: string, fileName: string) => void;
  /** Looks whether a file is something else than a table, and gives what then takes it; both throw why it cannot be taken. */
  readonly openOther: (file: File) => Promise<(() => void) | null>;
  /** Kinds of files that are offered; those of tables by default. */
  readonly accept?: string;
  /** Whether a file that was dropped is for this place, where there are others; every file is by default. */
  readonly isOurs?: (file: File) => boolean;
  /** What can be chosen. */
  readonly children: ComponentChildren;
}

/** A file, chosen or dropped anywhere on the page. */
export function ChooseFile({
  source,
  onText,
  openOther,
  accept = '.csv,.tsv,.txt,text/csv,.gz,.parquet,.xlsx,.json',
  isOurs = () => true,
  children,
}: ChooseFileProps) {
  const [fault, setFault] = useState('');
  const [taken, setTaken] = useState<(ReadFile & { readonly file: File }) | null>(null);
  const latest = useRef(0);
  // What was wrong with a file is of no interest once there is another data set.
  useEffect(() => setFault(''), [source]);
  const take = async (files: ArrayLike<File> | null, sheet?: string) => {
    if (files === null || files.length === 0) return;
    latest.current += 1;
    const turn = latest.current;
    try {
      if (files.length > 1) throw new Error(`expected one file, got ${files.length}`);
      const [file] = Array.from(files);
      const takeOther = await openOther(file);
      const read = takeOther === null ? await readFile(file, sheet) : null;
      // A smaller file that was chosen later may have been read sooner.
      if (turn !== latest.current) return;
      takeOther?.();
      setFault('');
      if (read === null) return;
      onText(read.text, read.name);
      setTaken({ ...read, file });
    } catch (error) {
      if (turn === latest.current) setFault((error as Error).message);
    }
  };
  const label = useRef<HTMLLabelElement>(null);
  const isOver = useDrop(label, (files) => void take(Array.from(files).filter(isOurs)));
  return (
    <>
      <label class="drop" data-over={isOver} ref={label}>
        <input
          type="file"
          accept={accept}
          onChange={async ({ currentTarget }) => {
            await take(currentTarget.files);
            // So that the same file, mended, can be chosen again.
            currentTarget.value = '';
          }}
        />
        <strong>Choose a file</strong> or drop it here: {children}
      </label>
      {taken?.sheets && source?.kind === 'csv' && source.text === taken.text && (
        <ChooseSheet {...taken.sheets} onSheet={(sheet) => void take([taken.file], sheet)} />
      )}
      {fault !== '' && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
    </>
  );
}

interface ChooseSheetProps {
  readonly names: readonly string[];
  readonly taken: string;
  readonly onSheet: (name: string) => void;
}

/** A sheet of a spreadsheet. */
function ChooseSheet({ names, taken, onSheet }: ChooseSheetProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>sheet</label>
      <select id={id} value={taken} onChange={({ currentTarget }) => onSheet(currentTarget.value)}>
        {names.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

/**
 * Takes a file dropped anywhere: outside a drop target the browser would leave the page and show the file.
 *
 * @param label where it may be chosen; while that is hidden, files are for somebody else
 * @returns whether a file is being held over the page
 */
function useDrop(label: RefObject<HTMLElement | null>, onFiles: (files: FileList) => void): boolean {
  const [isOver, setOver] = useState(false);
  const current = useRef(onFiles);
  current.current = onFiles;
  useEffect(() => {
    const hasFiles = (event: DragEvent) =>
      label.current?.offsetParent && event.dataTransfer?.types.includes('Files') === true;
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      // Into nothing: out of the window, not from one element to the next.
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      if (event.dataTransfer !== null) current.current(event.dataTransfer.files);
    };
    const stop = new AbortController();
    const { signal } = stop;
    document.addEventListener('dragover', over, { signal });
    document.addEventListener('dragleave', leave, { signal });
    document.addEventListener('drop', drop, { signal });
    return () => stop.abort();
  }, []);
  return isOver;
}
