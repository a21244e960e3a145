import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';

/** A part that can be folded away; once something in it needed to be seen it stays open until the user folds it. */
export function Folded({
  title,
  isOpen,
  children,
}: {
  title: string;
  isOpen: boolean;
  children: ComponentChildren;
}) {
  const wasOpen = useRef(false);
  wasOpen.current ||= isOpen;
  return (
    <details open={wasOpen.current}>
      <summary>{title}</summary>
      <div class="fields">{children}</div>
    </details>
  );
}
