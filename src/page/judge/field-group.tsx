import { useRef } from 'preact/hooks';
import { FIELD_INFOS, type FieldName } from './fields.ts';
import type { JudgeLab } from './use-judge.ts';

export type FormProps = Pick<JudgeLab, 'setup' | 'change' | 'faults' | 'names'>;

interface FieldGroupProps extends FormProps {
  readonly fields: readonly FieldName[];
  /** What the group is folded under; without one it is always open. */
  readonly title?: string;
}

/** Fields of the request; a folded group opens by itself once one of them is in use or wrong, and then stays open. */
export function FieldGroup({ title, fields, ...form }: FieldGroupProps) {
  const wasOpen = useRef(false);
  wasOpen.current ||= fields.some(
    (name) => (form.setup.fields[name] ?? '') !== '' || form.faults.fields[name] !== undefined,
  );
  const list = (
    <div class="fields">
      {fields.map((name) => (
        <Field key={name} name={name} {...form} />
      ))}
    </div>
  );
  if (title === undefined) return list;
  return (
    <details open={wasOpen.current}>
      <summary>{title}</summary>
      {list}
    </details>
  );
}

/** One field: its name, a control of its kind, what is wrong with it, and what it means. */
function Field({ name, setup, change, faults, names }: FormProps & { readonly name: FieldName }) {
  const { label, hint } = FIELD_INFOS[name];
  const id = `judge-${name}`;
  const wrong = faults.fields[name];
  const text = setup.fields[name] ?? '';
  return (
    <div class="field" data-wrong={wrong !== undefined}>
      <label for={id}>{label}</label>
      <Control
        {...{ name, id, text, names }}
        isWrong={wrong !== undefined}
        onText={(typed) => change((before) => ({ ...before, fields: { ...before.fields, [name]: typed } }))}
      />
      {wrong && (
        <p class="fault" id={`${id}-fault`}>
          {wrong.join('; ')}
        </p>
      )}
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
    </div>
  );
}

interface ControlProps {
  readonly name: FieldName;
  readonly id: string;
  readonly text: string;
  readonly names: readonly string[];
  readonly isWrong: boolean;
  readonly onText: (text: string) => void;
}

function Control({ name, id, text, names, isWrong, onText }: ControlProps) {
  const { kind, choices, assumed } = FIELD_INFOS[name];
  const shared = {
    ...{ id, name },
    'aria-describedby': isWrong ? `${id}-fault ${id}-hint` : `${id}-hint`,
    'aria-invalid': isWrong,
  };
  const own = name === 'baseline' && names.length > 0 ? names.map((each) => [each, each]) : null;
  const list = own ?? (choices && Object.entries(choices));
  if (list === undefined) {
    return (
      <input
        {...shared}
        type="text"
        inputmode={kind === 'number' ? 'decimal' : 'text'}
        autocomplete="off"
        spellcheck={false}
        value={text}
        placeholder={assumed}
        onInput={({ currentTarget }) => onText(currentTarget.value)}
      />
    );
  }
  // What a link names wrongly stands there to be seen.
  const isKnown = text === '' || list.some(([value]) => value === text);
  return (
    <select {...shared} value={text} onChange={({ currentTarget }) => onText(currentTarget.value)}>
      <option value="">{assumed}</option>
      {list.map(([value, told]) => (
        <option key={value} value={value}>
          {told}
        </option>
      ))}
      {!isKnown && <option value={text}>{text}</option>}
    </select>
  );
}

/** Which candidates are judged besides the baseline. */
export function CandidatesField({
  setup,
  change,
  faults,
  names,
  baseline,
}: FormProps & { readonly baseline: string | null }) {
  const wrong = faults.fields.candidates;
  const { candidates } = setup;
  const others = names.filter((name) => name !== baseline);
  const missing = (candidates ?? []).filter((name) => !names.includes(name));
  const listed = [...others, ...missing];
  if (listed.length < 2 && candidates === null) return null;
  const taken = new Set(candidates ?? listed);
  const set = (next: readonly string[] | null) => change((before) => ({ ...before, candidates: next }));
  const toggle = (name: string) => {
    const next = listed.filter((each) => (each === name ? !taken.has(each) : taken.has(each)));
    // One at least stays.
    if (next.length === 0) set([...taken]);
    else set(next.length === listed.length ? null : next);
  };
  return (
    <details open={candidates !== null || wrong !== undefined}>
      <summary>
        Candidates ({taken.size} of {listed.length})
      </summary>
      <fieldset class="candidates" aria-label="Candidates to judge">
        {listed.map((name) => (
          <label key={name}>
            <input type="checkbox" checked={taken.has(name)} onChange={() => toggle(name)} />
            {name}
          </label>
        ))}
      </fieldset>
      {candidates !== null && (
        <button type="button" class="small" onClick={() => set(null)}>
          Judge all
        </button>
      )}
      {wrong && (
        <p class="fault" role="alert">
          {wrong.join('; ')}
        </p>
      )}
      <p class="hint">
        Verdicts are adjusted for the number of candidates. Choose fewer only before you have seen the scores.
      </p>
    </details>
  );
}
