import { useEffect, useRef, useState } from 'preact/hooks';
import type { Chart, ChartOptions } from '../../charts/charts.ts';
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

/** An SVG text in the page, as wide as there is room; it is redrawn when the width or the theme changes. */
export function ChartDrawing({ draw }: { draw: (options: ChartOptions) => string }) {
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
  // Safe as markup: src/charts escapes every text of the data.
  return <div class="drawing" ref={frame} dangerouslySetInnerHTML={{ __html: svg }} />;
}

const FILE_WIDTH = 760;

/** A chart with its title, and buttons that save it. */
export function Figure({ chart, level: Heading = 'h3' }: { chart: Chart; level?: 'h3' | 'h4' }) {
  const drawFile = () => chart.draw({ width: FILE_WIDTH, theme: 'light', background: true });
  return (
    <figure>
      <figcaption>
        <Heading>{chart.title}</Heading>
      </figcaption>
      <ChartDrawing draw={(options) => chart.draw(options)} />
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
