import type { Panel, UprightAxis } from './axes.ts';

/** Two panels beside each other where there is room, else one below the other. */

/** From this width on there is room for two. */
const WIDE = 600;

interface PanelPlan {
  /** Top and bottom of each panel, by which its axis is fitted before its sides are known. */
  readonly spans: readonly [Pick<Panel, 'top' | 'bottom'>, Pick<Panel, 'top' | 'bottom'>];
  /** The panels, once their axes are known; `right` is the px that labels need right of each. */
  place(axes: readonly [UprightAxis, UprightAxis], right: number): readonly [Panel, Panel];
  /** Below the lower of them and its axis. */
  readonly end: number;
}

/**
 * @param top where the first panel's title stands
 * @param axis px that the axis below a panel takes
 */
export function planPanels(width: number, top: number, axis: number): PanelPlan {
  const beside = width >= WIDE;
  const height = beside
    ? Math.min(Math.max(width * 0.3, 200), 280)
    : Math.min(Math.max(width * 0.5, 150), 230);
  const first = { top: top + 30, bottom: top + 30 + height };
  const offset = height + 30 + axis;
  const second = beside ? first : { top: first.top + offset, bottom: first.bottom + offset };
  return {
    spans: [first, second],
    place: (axes, right) => {
      const middle = beside ? width / 2 : width;
      const start = beside ? middle : 0;
      return [
        { left: axes[0].margin, right: middle - right, ...first },
        { left: start + axes[1].margin, right: width - right, ...second },
      ];
    },
    end: second.bottom + axis,
  };
}
