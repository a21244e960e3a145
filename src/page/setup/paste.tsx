import { useEffect, useId, useState } from 'preact/hooks';

interface PasteProps {
  /** Whether a text is the data set at present. */
  readonly isTaken: (text: string) => boolean;
  readonly onText: (text: string) => void;
}

const PAUSE_MS = 400;

/** A table typed or pasted, taken a moment after its last change. */
export function Paste({ isTaken, onText }: PasteProps) {
  const [text, setText] = useState('');
  const id = useId();
  useEffect(() => {
    if (text.trim() === '') return;
    const timer = setTimeout(() => onText(text), PAUSE_MS);
    return () => clearTimeout(timer);
    // Only a change of the text starts the timer.
  }, [text]);
  return (
    <details>
      <summary>Paste a table</summary>
      <label for={id}>CSV with a header line</label>
      <textarea
        id={id}
        rows={6}
        spellcheck={false}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      {/* Another data set may have been chosen since. */}
      {text.trim() !== '' && !isTaken(text) && (
        <button type="button" class="small" onClick={() => onText(text)}>
          Use this table
        </button>
      )}
    </details>
  );
}
