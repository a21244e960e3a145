import { DEFAULTS } from '../../recipe/defaults.ts';
import type { ParameterInfo } from '../../recipe/describe.ts';
import type { ParameterName } from '../../recipe/parameters.ts';
import { nameInWords } from './fields.ts';
import type { FormProps } from './form.ts';

interface FieldProps {
  readonly info: ParameterInfo;
  readonly text: string;
  readonly faults: readonly string[];
  readonly prefix: string;
  readonly onChange: (text: string) => void;
}

interface FieldListProps extends FormProps {
  readonly infos: readonly ParameterInfo[];
  /** What the ids of its elements begin with, where the page has another field of the same parameter. */
  readonly prefix?: string;
}

/** Parameters of the recipe, a field for each. */
export function FieldList({ infos, fields, faults, onFields, prefix = 'field' }: FieldListProps) {
  return (
    <div class="fields">
      {infos.map((info) => (
        <Field
          key={info.name}
          {...{ info, prefix }}
          text={fields[info.name] ?? ''}
          faults={faults.fields[info.name] ?? []}
          onChange={(text) => onFields({ ...fields, [info.name]: text })}
        />
      ))}
    </div>
  );
}

/** One parameter of the recipe: its name, a control of its kind, what it means, and what is wrong with it. */
function Field({ info, text, faults, prefix, onChange }: FieldProps) {
  const { name, description } = info;
  const id = `${prefix}-${name}`;
  const isWrong = faults.length > 0;
  return (
    <div class="field" data-wrong={isWrong}>
      <label for={id}>{nameInWords(name)}</label>
      <Control info={info} text={text} onChange={onChange} id={id} isWrong={isWrong} />
      {isWrong && (
        <p class="fault" id={`${id}-fault`}>
          {faults.join('; ')}
        </p>
      )}
      <p class="hint" id={`${id}-hint`}>
        {description}
      </p>
    </div>
  );
}

interface ControlProps extends Omit<FieldProps, 'faults' | 'prefix'> {
  readonly id: string;
  readonly isWrong: boolean;
}

function Control({ info, text, onChange, id, isWrong }: ControlProps) {
  const shared = {
    id,
    name: info.name,
    'aria-describedby': isWrong ? `${id}-fault ${id}-hint` : `${id}-hint`,
    'aria-invalid': isWrong,
  };
  if (info.kind === 'boolean' || info.choices !== undefined) {
    const assumed = String(info.default ?? '');
    const others = (info.choices ?? ['true', 'false']).filter((choice) => choice !== assumed);
    // What a link names wrongly stands there to be seen.
    if (text !== '' && text !== assumed && !others.includes(text)) others.push(text);
    return (
      <select
        {...shared}
        value={text === assumed ? '' : text}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        <option value="">{assumed === '' ? ASSUMED[info.name] : nameChoice(assumed)}</option>
        {others.map((choice) => (
          <option key={choice} value={choice}>
            {nameChoice(choice)}
          </option>
        ))}
      </select>
    );
  }
  return (
    <input
      {...shared}
      type="text"
      inputmode={info.kind === 'number' ? 'decimal' : 'text'}
      autocomplete="off"
      spellcheck={false}
      value={text}
      placeholder={showDefault(info)}
      onInput={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function showDefault({ default: value, name }: ParameterInfo): string {
  if (name === 'folds') return String(DEFAULTS.folds);
  if (value === undefined || value === null) return '';
  return Array.isArray(value) ? value.join(', ') : nameChoice(String(value));
}

/** What a blank choice of no fixed default stands for. */
const ASSUMED: Readonly<Partial<Record<ParameterName, string>>> = {
  delimiter: 'as found',
  decimal: 'as found',
  header: 'as found',
  initialization: 'as the activation asks',
  penaltyGroups: 'none',
  metric: 'as the loss asks',
  method: 'as the lambdas ask',
};

const NAMES: Readonly<Record<string, string>> = {
  true: 'yes',
  false: 'no',
  '\t': 'tab',
  ',': 'comma ,',
  ';': 'semicolon ;',
  '|': 'bar |',
  '.': 'point .',
};

function nameChoice(choice: string): string {
  return NAMES[choice] ?? choice;
}
