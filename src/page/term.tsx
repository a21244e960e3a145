import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { GLOSSARY, type Term as TermName } from '../words/glossary.ts';

interface TermProps {
  readonly name: TermName;
  readonly children?: ComponentChildren;
}

/** A term that explains itself where it stands, to the pointer, the keyboard and the finger. */
export function Term({ name, children = name }: TermProps) {
  const { button, tip } = useExplained(name);
  return (
    <>
      <button type="button" class="term" {...button}>
        {children}
      </button>
      {tip}
    </>
  );
}

/** Px between a term and what explains it, and from the window's edge. */
const GAP = 6;

/**
 * What makes a button explain a term: its attributes, and the explanation, to be put beside it. Escape takes the
 * explanation away, as does going on.
 */
export function useExplained(name: TermName) {
  const id = useId();
  const tip = useRef<HTMLSpanElement>(null);
  const show = ({ currentTarget }: { readonly currentTarget: HTMLElement }) => {
    const { current } = tip;
    if (current === null || current.matches(':popover-open')) return;
    current.showPopover();
    const { left, top, bottom } = currentTarget.getBoundingClientRect();
    const { width, height } = current.getBoundingClientRect();
    const isBelow = bottom + GAP + height <= innerHeight;
    current.style.left = `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`;
    current.style.top = `${isBelow ? bottom + GAP : Math.max(GAP, top - GAP - height)}px`;
  };
  const hide = () => tip.current?.hidePopover();
  return {
    button: {
      'aria-describedby': id,
      onFocus: show,
      onMouseEnter: show,
      onClick: show,
      onBlur: hide,
      onMouseLeave: hide,
      onKeyDown: (event: KeyboardEvent) => {
        if (event.key !== 'Escape' || tip.current?.matches(':popover-open') !== true) return;
        // Escape stops a comparison, where there is nothing nearer to be closed.
        event.stopPropagation();
        hide();
      },
    },
    tip: (
      <span class="tip" id={id} ref={tip} role="tooltip" popover="manual">
        {GLOSSARY[name]}
      </span>
    ),
  };
}
