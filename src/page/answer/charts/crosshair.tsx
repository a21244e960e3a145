import type { RefObject } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Chart, ChartOptions } from '../../../charts/charts.ts';
import type { Point } from '../../../charts/drawing/curves.ts';
import {
  findRow,
  findSpot,
  isWhole,
  type Spot,
  type SpotRow,
  saySpot,
} from '../../../charts/drawing/spots.ts';
import { findPlace } from './find-place.ts';

interface CrosshairProps {
  readonly chart: Chart;
  readonly options: ChartOptions;
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly onOpen?: ((lambda: number) => void) | undefined;
}

/** Where the crosshair is. */
interface At {
  /** The number of the spot, and of the row that is meant among its rows. */
  readonly spot: number;
  readonly row: number | null;
  /** Where the pointer is; null for the keyboard. */
  readonly pointer: Point | null;
}

const START = { spot: 0, row: null, pointer: null, isShown: false };

/**
 * Says what stands at a place of a chart: by the pointer, by a finger, or by the arrow keys. The keyboard moves a
 * range input that is not seen, since every screen reader knows how to move one, and says its text once each time.
 */
export function Crosshair({ chart, options, frame, onOpen }: CrosshairProps) {
  const { width, theme, axis, hidden } = options;
  const spots = useMemo(() => chart.findSpots?.(options) ?? [], [chart, width, theme, axis, hidden]);
  // The place is kept while nothing is shown, so that the keyboard goes on from there.
  const [{ isShown, ...at }, setState] = useState<At & { isShown: boolean }>(START);
  const setAt = useCallback((next: At | null) => {
    setState((before) => (next === null ? { ...before, isShown: false } : { ...next, isShown: true }));
  }, []);
  const index = Math.min(at.spot, spots.length - 1);
  const spot: Spot | undefined = spots[index];
  const rows = useMemo(() => (isShown ? (spot?.read() ?? []) : []), [spot, isShown]);
  usePointer(frame, spots, setAt, onOpen);
  if (spot === undefined) return null;
  return (
    <>
      <Keys {...{ chart, spots, isShown, setAt, onOpen }} at={{ ...at, spot: index }} />
      {isShown && <Lines spot={spot} rows={rows} row={at.row} />}
      {isShown && <Box {...{ spot, rows, at, frame }} hint={onOpen !== undefined && hasLambda(spot, rows)} />}
    </>
  );
}

function hasLambda({ lambda }: Spot, rows: readonly SpotRow[]): boolean {
  return lambda !== null || rows.some((row) => row.lambda !== null);
}

/** Follows the pointer over a drawing; a press on what belongs to a lambda opens it. */
function usePointer(
  frame: RefObject<HTMLDivElement | null>,
  spots: readonly Spot[],
  setAt: (at: At | null) => void,
  onOpen: CrosshairProps['onOpen'],
): void {
  const before = useRef<{ spot: number | null; now: number | null }>({ spot: null, now: null });
  useEffect(() => {
    const { current } = frame;
    if (current === null) return;
    const look = (event: PointerEvent | MouseEvent) => {
      const { left, top } = current.getBoundingClientRect();
      const pointer: Point = [event.clientX - left, event.clientY - top];
      const spot = findSpot(spots, pointer);
      const rows = spot === null ? [] : spots[spot].read();
      return { pointer, spot, rows, row: findRow(rows, pointer) };
    };
    const move = (event: PointerEvent) => {
      const { pointer, spot, row } = look(event);
      before.current.now = spot;
      current.dataset.near = String(row !== null);
      setAt(spot === null ? null : { spot, row, pointer });
    };
    const press = (event: PointerEvent) => {
      before.current.spot = before.current.now;
      move(event);
    };
    const leave = (event: PointerEvent) => {
      // A finger leaves when it is lifted, and what it touched stays to be read.
      if (event.pointerType === 'touch') return;
      before.current.now = null;
      setAt(null);
    };
    const open = (event: MouseEvent) => {
      const { spot, rows, row } = look(event);
      // The first touch shows what is there, and a second one opens it.
      if ((event as PointerEvent).pointerType === 'touch' && spot !== before.current.spot) return;
      const lambda = findLambda(event.target, row === null ? null : rows[row].lambda);
      if (lambda !== null) onOpen?.(lambda);
    };
    const listeners = [
      ['pointermove', move],
      ['pointerdown', press],
      ['pointerleave', leave],
      ['click', open],
    ] as const;
    for (const [name, listen] of listeners) current.addEventListener(name, listen as EventListener);
    return () => {
      for (const [name, listen] of listeners) current.removeEventListener(name, listen as EventListener);
    };
  }, [spots, onOpen]);
}

/** The lambda that was pressed: that of the mark nearby, else that of what lies under the pointer. */
function findLambda(target: EventTarget | null, near: number | null): number | null {
  if (near !== null) return near;
  const drawn = target instanceof Element ? target.closest('[data-lambda]') : null;
  return drawn === null ? null : Number(drawn.getAttribute('data-lambda'));
}

interface KeysProps extends Pick<CrosshairProps, 'chart' | 'onOpen'> {
  readonly spots: readonly Spot[];
  readonly at: At;
  readonly isShown: boolean;
  readonly setAt: (at: At | null) => void;
}

/** The keyboard's way: arrows, Home and End move, Enter opens, Escape leaves. */
function Keys({ chart, spots, at, isShown, setAt, onOpen }: KeysProps) {
  const { spot: index } = at;
  const rows = spots[index].read();
  // Where each row is a lambda's, up and down go from one to the other.
  const isListed = !isWhole(spots[index]);
  const row = isListed ? Math.min(at.row ?? 0, Math.max(rows.length - 1, 0)) : null;
  const go = (spot: number, to = row) =>
    setAt({ spot: Math.max(0, Math.min(spot, spots.length - 1)), row: to, pointer: null });
  const turn = (step: number) => {
    if (!isListed) go(index + step);
    else go(index, Math.max(0, Math.min((row ?? 0) + step, rows.length - 1)));
  };
  const keys: Readonly<Record<string, () => void>> = {
    ArrowRight: () => go(index + 1),
    ArrowLeft: () => go(index - 1),
    ArrowDown: () => turn(1),
    ArrowUp: () => turn(-1),
    Enter: () => {
      const lambda = spots[index].lambda ?? rows[row ?? 0]?.lambda ?? null;
      if (lambda !== null) onOpen?.(lambda);
    },
    Escape: () => setAt(null),
  };
  return (
    <input
      type="range"
      class="unseen"
      aria-label={`Read the chart by arrow keys: ${chart.title}`}
      aria-valuetext={saySpot(spots[index], row)}
      min={0}
      max={spots.length - 1}
      step={1}
      value={index}
      onFocus={(event) => {
        // A press focuses too, and has shown its own place.
        if (event.currentTarget.matches(':focus-visible')) go(index);
      }}
      onBlur={() => setAt(null)}
      onInput={(event) => go(Number(event.currentTarget.value))}
      onKeyDown={(event) => {
        const act = keys[event.key];
        // Escape where nothing is shown is for the page.
        if (act === undefined || (event.key === 'Escape' && !isShown)) return;
        event.preventDefault();
        event.stopPropagation();
        act();
      }}
    />
  );
}

/** The lines of the crosshair, and a ring around each mark that is meant. */
function Lines({ spot, rows, row }: { spot: Spot; rows: readonly SpotRow[]; row: number | null }) {
  const meant = row === null || isWhole(spot) ? rows : rows.slice(row, row + 1);
  return (
    <svg class="crosshair" width="100%" height="100%" aria-hidden="true">
      {spot.lines.map(([[x1, y1], [x2, y2]]) => (
        <line key={`${x1},${y1}`} {...{ x1, y1, x2, y2 }} />
      ))}
      {meant
        .flatMap(({ points }) => points)
        .map(([x, y]) => (
          <circle key={`${x},${y}`} cx={x} cy={y} r={5} />
        ))}
    </svg>
  );
}

/** Rows that a box holds at most. */
const MOST_ROWS = 16;

interface BoxProps extends Pick<CrosshairProps, 'frame'> {
  readonly spot: Spot;
  readonly rows: readonly SpotRow[];
  readonly at: At;
  /** Whether to say that something opens. */
  readonly hint: boolean;
}

/** What stands at the spot, beside the crosshair. Screen readers hear it from the range input. */
function Box({ spot, rows, at, frame, hint }: BoxProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { current } = box;
    if (current === null || frame.current === null) return;
    const [left, top] = findPlace(
      spot.lines,
      at.pointer,
      [current.offsetWidth, current.offsetHeight],
      [frame.current.offsetWidth, frame.current.offsetHeight],
    );
    current.style.transform = `translate(${left}px, ${top}px)`;
  });
  const isMeant = (i: number) => !isWhole(spot) && i === at.row;
  return (
    <div class="spot" ref={box} aria-hidden="true">
      <strong>{spot.name}</strong>
      <table>
        {spot.columns.length > 0 && (
          <thead>
            <tr>
              <th />
              {spot.columns.map((name) => (
                <th key={name}>{name}</th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {rows.slice(0, MOST_ROWS).map(({ label, cells, colour }, i) => (
            <tr key={label} data-near={isMeant(i)}>
              <th>
                {colour !== null && <span class="swatch" style={{ background: colour }} />}
                {label}
              </th>
              {cells.map((cell, c) => (
                <td key={spot.columns[c] ?? c}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > MOST_ROWS && <p>and {rows.length - MOST_ROWS} more</p>}
      {hint && <p>{at.pointer === null ? 'Enter opens it' : 'press a mark to open its lambda'}</p>}
    </div>
  );
}
