import { useState } from 'preact/hooks';

/** Forgets everything, once it is asked for twice: there is no way back. */
export function ForgetAll({ onForget }: { readonly onForget: () => void }) {
  const [isAsking, setAsking] = useState(false);
  if (!isAsking) {
    return (
      <div class="buttons small">
        <button type="button" onClick={() => setAsking(true)}>
          Forget all
        </button>
      </div>
    );
  }
  return (
    <fieldset class="forget">
      <legend>Forget all runs, the form and its file? They cannot be brought back.</legend>
      <div class="buttons small">
        <button type="button" autofocus onClick={() => setAsking(false)}>
          Keep them
        </button>
        <button type="button" onClick={onForget}>
          Yes, forget all
        </button>
      </div>
    </fieldset>
  );
}
