import { useRef, useState } from 'preact/hooks';
import type { ParameterName } from '../../recipe/parameters.ts';
import { loadLater } from '../loaded-later.tsx';
import type { FormProps } from './form.ts';

interface FoldedProps extends FormProps {
  readonly title: string;
  readonly names: readonly ParameterName[];
  /** Whether it is to be open for a reason of its own. */
  readonly isAsking?: boolean;
}

const FoldedFields = loadLater(() => import('./folded-fields.tsx').then((module) => module.FoldedFields));

/**
 * Fields that can be folded away. Once one needed to be seen, for what it holds or for a fault, the part stays open until
 * the user folds it.
 */
export function Folded({ title, names, isAsking = false, ...form }: FoldedProps) {
  const { fields, faults } = form;
  const wasOpen = useRef(false);
  wasOpen.current ||=
    isAsking || names.some((name) => (fields[name] ?? '') !== '' || faults.fields[name] !== undefined);
  const [wasPressed, setPressed] = useState(false);
  return (
    <details open={wasOpen.current} onToggle={() => setPressed(true)}>
      <summary>{title}</summary>
      {(wasOpen.current || wasPressed) && <FoldedFields names={names} {...form} />}
    </details>
  );
}
