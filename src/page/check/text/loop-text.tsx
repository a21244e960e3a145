import type { RefObject } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { findLine, findLineEnd } from './change.ts';
import { MARKS, type Mark } from './marks.ts';

/** Height of a line, in px; style sheet and places of marks rest on it. */
const LINE = 20;
/** Px above the first line. */
const PADDING = 8;

interface LoopTextProps {
  readonly text: string;
  readonly marks: readonly Mark[];
  readonly area: RefObject<HTMLTextAreaElement | null>;
  readonly onText: (text: string) => void;
  /** Leads to the fault that a mark stands for. */
  readonly onMark: (mark: Mark) => void;
}

/** The loop as a text with numbered lines, at which its faults are marked; one text field, however long it is. */
export function LoopText({ text, marks, area, onText, onMark }: LoopTextProps) {
  const frame = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => countLines(text), [text]);
  const numbers = useMemo(() => Array.from({ length: lines }, (_, i) => i + 1).join('\n'), [lines]);
  const follow = () => frame.current?.style.setProperty('--scrolled', `${-(area.current?.scrollTop ?? 0)}px`);
  return (
    <div
      class="loop-text"
      ref={frame}
      style={{ '--lines': String(lines), '--digits': String(String(lines).length) }}
    >
      <div class="bands" aria-hidden="true">
        <div class="scrolled">
          {marks.map((mark) => (
            <div
              key={mark.id}
              class="band"
              data-severity={mark.severity}
              style={{
                top: `${PADDING + LINE * (mark.line - 1)}px`,
                height: `${LINE * (mark.endLine - mark.line + 1)}px`,
              }}
            />
          ))}
        </div>
      </div>
      <textarea
        id="check-text"
        ref={area}
        aria-describedby="check-text-hint"
        wrap="off"
        rows={12}
        spellcheck={false}
        autocomplete="off"
        autocapitalize="off"
        placeholder="Paste a training loop: PyTorch, Keras or plain numpy"
        value={text}
        onScroll={follow}
        onInput={({ currentTarget }) => onText(currentTarget.value)}
      />
      {/* What stands here stands in the list of faults too, for who does not point. */}
      <div class="gutter" aria-hidden="true">
        <div class="scrolled">
          <pre>{numbers}</pre>
          {marks.map((mark) => (
            <button
              key={mark.id}
              type="button"
              class="mark"
              tabIndex={-1}
              title={mark.title}
              data-severity={mark.severity}
              style={{ top: `${PADDING + LINE * (mark.line - 1)}px` }}
              onClick={() => onMark(mark)}
            >
              {MARKS[mark.severity]}
            </button>
          ))}
        </div>
      </div>
    </div>
  );
}

function countLines(text: string): number {
  let count = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** Shows a line of the text, and selects it. */
export function showLine(area: HTMLTextAreaElement, line: number): void {
  const from = findLine(area.value, line);
  area.focus({ preventScroll: true });
  area.setSelectionRange(from, findLineEnd(area.value, from));
  area.scrollTop = Math.max(0, PADDING + LINE * (line - 1) - area.clientHeight / 3);
  area.scrollLeft = 0;
  area.closest('.loop-text')?.scrollIntoView({ block: 'nearest' });
}
