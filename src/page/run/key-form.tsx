import { useId, useState } from 'preact/hooks';

interface KeyFormProps {
  /** Whether the server knew nothing of the key that it was given. */
  readonly isWrong: boolean;
  readonly onKey: (key: string) => void;
}

/** Asks for the key of the server. */
export function KeyForm({ isWrong, onKey }: KeyFormProps) {
  const [text, setText] = useState('');
  const id = useId();
  const key = text.trim();
  return (
    <form
      class="key"
      aria-label="Key"
      onSubmit={(event) => {
        event.preventDefault();
        if (key === '') return;
        setText('');
        onKey(key);
      }}
    >
      <div class="field" data-wrong={isWrong}>
        <label for={id}>Key of the server</label>
        <input
          id={id}
          type="password"
          autocomplete="off"
          aria-describedby={`${id}-hint`}
          aria-invalid={isWrong}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <p class={isWrong ? 'fault' : 'hint'} id={`${id}-hint`} role="alert">
          {isWrong ? 'The server does not know this key.' : 'This server asks for a key.'} Keys come from
          whoever runs the server. Yours is kept until this tab is closed.
        </p>
      </div>
      <button type="submit" class="small">
        Use this key
      </button>
    </form>
  );
}
