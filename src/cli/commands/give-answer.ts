import { access, constants, mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Chart } from '../../charts/charts.ts';
import type { Report } from '../../report/schema.ts';
import { formatCount } from '../../words/amounts.ts';
import type { Context, Services } from '../environment.ts';
import { FailureError, UsageError } from '../exit-codes.ts';
import { chooseFormat, type Format, type FormatFlags } from '../formats/format.ts';
import { formatReport, type Occasion } from '../terminal/format-report.ts';
import { createStyle, findColour, findWidth } from '../terminal/style.ts';

/** The files that a comparison leaves. */
interface Outputs {
  readonly out?: string | undefined;
  readonly svg?: string | undefined;
  readonly model?: string | undefined;
  readonly onnx?: string | undefined;
}

/** What becomes of a report. */
export interface AnswerFlags extends Outputs, FormatFlags {
  readonly color: boolean;
}

const CHART = { width: 720, theme: 'light' } as const;

/** What the report must hold for these files. */
export function listIncludes({ svg, model, onnx }: Outputs): string[] {
  return [
    ...(svg === undefined ? [] : ['predictions', 'weights']),
    ...(model === undefined && onnx === undefined ? [] : ['model']),
  ];
}

/**
 * Makes sure before the work that its fruits can be written.
 *
 * @throws UsageError naming the option
 */
export async function prepareOutputs({ out, svg, model, onnx }: Outputs): Promise<void> {
  for (const [name, path] of Object.entries({ out, model, onnx })) {
    if (path !== undefined) await prepareFile(`--${name}`, path);
  }
  if (svg === undefined) return;
  const there = await stat(svg).catch(() => null);
  if (there?.isDirectory() === false) throw new UsageError(`--svg: expected a folder, got a file: ${svg}`);
  await mkdir(svg, { recursive: true }).catch((error: Error) => {
    throw new UsageError(`--svg: the folder ${svg} cannot be made: ${error.message}`);
  });
  await requireWritable(svg, `--svg: the folder ${svg} may not be written to`);
}

async function prepareFile(option: string, path: string): Promise<void> {
  if (path === '-') throw new UsageError(`${option}: expected a file, got -; --json prints the report`);
  const there = await stat(path).catch(() => null);
  if (there?.isDirectory()) throw new UsageError(`${option}: expected a file, got a folder: ${path}`);
  if (there !== null) return requireWritable(path, `${option}: ${path} may not be written to`);
  const why = `${option}: the folder of ${path} is not there, or may not be written to`;
  return requireWritable(dirname(path), why);
}

async function requireWritable(path: string, why: string): Promise<void> {
  await access(path, constants.W_OK).catch(() => {
    throw new UsageError(why);
  });
}

/** Writes the files that are asked for, and prints the report. */
export async function giveAnswer(
  { environment: { stdout, env }, services }: Context,
  report: Report,
  flags: AnswerFlags,
  run: Pick<Occasion, 'trials' | 'seconds' | 'url'>,
): Promise<void> {
  const written: string[] = [];
  try {
    await writeOutputs(report, flags, services, written);
  } finally {
    // The report is printed even if a file could not be written.
    const style = createStyle(findColour(stdout, env, flags.color));
    const occasion = { ...run, width: findWidth(stdout, env), style, written };
    stdout.write(await formatAnswer(report, chooseFormat(flags), occasion));
  }
}

async function formatAnswer(report: Report, format: Format, occasion: Occasion): Promise<string> {
  switch (format) {
    case 'text':
      return formatReport(report, occasion);
    case 'json':
      return `${JSON.stringify(report)}\n`;
    case 'md': {
      const { writeMarkdownReport } = await import('../formats/markdown-report.ts');
      return writeMarkdownReport(report, occasion);
    }
    case 'csv': {
      const { writeReportCsv } = await import('../../report/table.ts');
      return writeReportCsv(report);
    }
  }
}

/**
 * Writes the files asked for.
 *
 * @param written gets what was written, for people
 * @throws FailureError where the report has no model, since every trial of its lambda diverged
 */
async function writeOutputs(
  report: Report,
  outputs: Outputs,
  services: Services,
  written: string[],
): Promise<void> {
  const { out, svg, model, onnx } = outputs;
  if (out !== undefined) {
    await writeFile(out, `${JSON.stringify(report)}\n`);
    written.push(out);
  }
  if (svg !== undefined) {
    const charts = await writeCharts(report, svg, services);
    written.push(`${formatCount(charts, 'chart')} in ${svg}`);
  }
  if (model !== undefined) {
    await writeFile(model, `${JSON.stringify(requireModel(report))}\n`);
    written.push(model);
  }
  if (onnx !== undefined) {
    const { exportOnnx } = await services.library();
    await writeFile(onnx, await exportOnnx(requireModel(report)));
    written.push(onnx);
  }
}

function requireModel({ model, refit }: Report): unknown {
  if (model !== null && model !== undefined) return model;
  throw new FailureError(`there is no model to write: ${refit?.sentence ?? 'the report has none'}`);
}

async function writeCharts(report: Report, folder: string, { charts: load }: Services): Promise<number> {
  const { listCharts, listLambdaCharts } = await load();
  const named = new Map<string, Chart>();
  for (const chart of listCharts(report)) named.set(nameFile(chart.name), chart);
  for (const { lambda } of report.lambdas) {
    for (const chart of listLambdaCharts(report, lambda)) {
      const name = nameFile(chart.name);
      named.set(named.has(name) ? nameFile(`${chart.name}-${lambda}`) : name, chart);
    }
  }
  await writeChartFiles(named, folder);
  return named.size;
}

/** Writes charts into a folder, each under its name. */
export async function writeChartFiles(
  named: Iterable<readonly [string, Chart]>,
  folder: string,
): Promise<void> {
  for (const [name, chart] of named)
    await writeFile(join(folder, `${nameFile(name)}.svg`), chart.draw(CHART));
}

/** A name that stays inside the folder, whatever characters it has. */
function nameFile(name: string): string {
  return name.replace(/[^\w.+-]/g, '-');
}
