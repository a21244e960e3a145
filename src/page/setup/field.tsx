import type { ParameterInfo } from '../../compare/describe-parameters.ts';
import { nameInWords } from './fields.ts';

interface FieldProps {
  readonly info: ParameterInfo;
  readonly text: string;
  readonly faults: readonly string[];
  readonly onChange: (text: string) => void;
}

/** One parameter of the recipe: its name, a control of its kind, what it means, and what is wrong with it. */
export function Field({ info, text, faults, onChange }: FieldProps) {
  const { name, description } = info;
  const id = `field-${name}`;
  const isWrong = faults.length > 0;
  return (
    <div class="field" data-wrong={isWrong}>
      <label for={id}>{nameInWords(name)}</label>
      <Control info={info} text={text} onChange={onChange} id={id} isWrong={isWrong} />
      <p class="hint" id={`${id}-hint`}>
        {description}
      </p>
      {isWrong && (
        <p class="fault" id={`${id}-fault`}>
          {faults.join('; ')}
        </p>
      )}
    </div>
  );
}

interface ControlProps extends Omit<FieldProps, 'faults'> {
  readonly id: string;
  readonly isWrong: boolean;
}

function Control({ info, text, onChange, id, isWrong }: ControlProps) {
  const shared = {
    id,
    name: info.name,
    'aria-describedby': isWrong ? `${id}-hint ${id}-fault` : `${id}-hint`,
    'aria-invalid': isWrong,
  };
  if (info.kind === 'boolean' || info.choices !== undefined) {
    const choices = info.choices ?? ['true', 'false'];
    const assumed =
      info.default === undefined || info.default === null ? 'default' : `${showDefault(info)} (default)`;
    return (
      <select {...shared} value={text} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">{assumed}</option>
        {choices
          .filter((choice) => choice !== String(info.default))
          .map((choice) => (
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
  if (name === 'folds') return '5';
  if (value === undefined || value === null) return '';
  return Array.isArray(value) ? value.join(', ') : nameChoice(String(value));
}

const NAMES: Readonly<Record<string, string>> = {
  true: 'yes',
  false: 'no',
  '\t': 'tab',
  ',': 'comma ,',
  ';': 'semicolon ;',
};

function nameChoice(choice: string): string {
  return NAMES[choice] ?? choice;
}
