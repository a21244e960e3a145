import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Chart, ChartOptions, Look } from '../../charts/charts.ts';
import { loadLater } from '../loaded-later.tsx';
import { downloadPng, downloadText } from './download.ts';

/** Whether the page is dark, as the system asks for. */
function useTheme(): ChartOptions['theme'] {
  const query = matchMedia('(prefers-color-scheme: dark)');
  const [isDark, setDark] = useState(query.matches);
  useEffect(() => {
    const listen = () => setDark(query.matches);
    query.addEventListener('change', listen);
    return () => query.removeEventListener('change', listen);
  }, []);
  return isDark ? 'dark' : 'light';
}

/** A drawing as it stands in the page. */
export interface Plot {
  /** What holds it: as wide as the drawing, and as high. */
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly options: ChartOptions;
}

interface ChartDrawingProps {
  readonly draw: (options: ChartOptions) => string;
  /** What lies over the drawing once it is drawn. */
  readonly over?: (plot: Plot) => ComponentChildren;
}

/** An SVG text in the page, as wide as there is room; it is redrawn when the width or the theme changes. */
export function ChartDrawing({ draw, over }: ChartDrawingProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const theme = useTheme();
  useEffect(() => {
    const { current } = frame;
    if (current === null) return;
    const observer = new ResizeObserver(([{ contentRect }]) => setWidth(Math.floor(contentRect.width)));
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  const svg = width > 0 ? draw({ width, theme }) : '';
  return (
    <div class="plot" ref={frame}>
      {/* Safe as markup: src/charts escapes every text of the data. */}
      <div class="drawing" dangerouslySetInnerHTML={{ __html: svg }} />
      {width > 0 && over?.({ frame, options: { width, theme } })}
    </div>
  );
}

const FILE_WIDTH = 760;

interface FigureProps {
  readonly chart: Chart;
  readonly level?: 'h3' | 'h4';
  /** Opens the view of a lambda that was pressed on the chart. */
  readonly onOpen?: ((lambda: number) => void) | undefined;
}

/** A chart with its title, what it says where one points, what can be changed about it, and buttons that save it. */
export function Figure({ chart, level: Heading = 'h3', onOpen }: FigureProps) {
  const [look, setLook] = useState<Look>({});
  const drawFile = () => chart.draw({ ...look, width: FILE_WIDTH, theme: 'light', background: true });
  return (
    <figure>
      <figcaption>
        <Heading>{chart.title}</Heading>
      </figcaption>
      <ChartDrawing
        draw={(options) => chart.draw({ ...options, ...look })}
        over={({ frame, options }) =>
          chart.findSpots && <Crosshair options={{ ...options, ...look }} {...{ chart, frame, onOpen }} />
        }
      />
      {(chart.axis || chart.series) && <Looks {...{ chart, look }} onLook={setLook} />}
      <div class="buttons small">
        <button
          type="button"
          aria-label={`Save as SVG: ${chart.title}`}
          onClick={() => downloadText(`${chart.name}.svg`, 'image/svg+xml', drawFile())}
        >
          SVG
        </button>
        <button
          type="button"
          aria-label={`Save as PNG: ${chart.title}`}
          onClick={() => void downloadPng(`${chart.name}.png`, drawFile())}
        >
          PNG
        </button>
      </div>
    </figure>
  );
}

// Nobody points before the charts are drawn.
const Crosshair = loadLater(() => import('./charts/chart-tools.tsx').then((tools) => tools.Crosshair));
const Looks = loadLater(() => import('./charts/chart-tools.tsx').then((tools) => tools.Looks));
