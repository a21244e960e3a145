import folded from 'virtual:folded-parameters';
import common from 'virtual:parameters';
import { useMemo } from 'preact/hooks';
import type { Unread } from '../../../check/answer.ts';
import type { ParameterName } from '../../../recipe/parameters.ts';
import type { Faults } from '../../run/faults.ts';
import { FieldList } from '../../setup/field.tsx';
import { locateLine, readCells } from '../text/notebook.ts';
import { listAsked, type WorthForm } from './form.ts';

interface AskedFieldsProps {
  readonly unread: readonly Unread[];
  readonly form: WorthForm;
  readonly faults: Faults;
  /** The text that was read. */
  readonly text: string;
  readonly onChange: (part: Partial<WorthForm>) => void;
  readonly showLine: (line: number) => void;
}

/** What the loop does not say, and the fields that say it instead: those of the comparison. */
export function AskedFields({ unread, form, faults, text, onChange, showLine }: AskedFieldsProps) {
  const cells = useMemo(() => readCells(text), [text]);
  // A fault of a field that the loop does say is mended by another value of it.
  const names = [
    ...new Set([...listAsked(unread, form), ...(Object.keys(faults.fields) as ParameterName[])]),
  ];
  const infos = names.flatMap((name) => [...common, ...folded].find((info) => info.name === name) ?? []);
  return (
    <section aria-labelledby="worth-asked-title">
      <h3 id="worth-asked-title">
        {unread.length > 0 ? 'What the loop does not say' : 'How often it is trained'}
      </h3>
      {unread.length > 0 && (
        <ul class="notes">
          {unread.map(({ field, message, cell, line }) => (
            <li key={`${field} ${line}`}>
              {message}{' '}
              {line !== null && (
                <button
                  type="button"
                  class="plain"
                  aria-label={`${field}: line ${line}`}
                  onClick={() => showLine(locateLine(cells, { cell, line }))}
                >
                  {cell === null ? `line ${line}` : `cell ${cell}, line ${line}`}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      <FieldList
        infos={infos}
        fields={form.fields}
        faults={faults}
        prefix="worth"
        onFields={(fields) => onChange({ fields })}
      />
    </section>
  );
}
