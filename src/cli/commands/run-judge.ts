import { writeFile } from 'node:fs/promises';
import type { JudgeAnswer } from '../../judge/answer.ts';
import type { JudgeInput } from '../../judge/request.ts';
import { writeCandidatesCsv } from '../../judge/table.ts';
import { formatCount } from '../../words/amounts.ts';
import type { Claim } from '../claims.ts';
import type { Context, Services } from '../environment.ts';
import { GateError } from '../exit-codes.ts';
import { chooseFormat, type Format, type FormatFlags } from '../formats/format.ts';
import { writeMarkdownJudgement } from '../formats/judgement-tables.ts';
import { listJudgeEntries } from '../input/judge-options.ts';
import { readScores } from '../input/read-scores.ts';
import { formatJudgement, type JudgeOccasion } from '../terminal/format-judgement.ts';
import { createStyle, findColour, findWidth } from '../terminal/style.ts';
import { prepareOutputs, writeChartFiles } from './give-answer.ts';
import { weighClaim } from './weigh-claim.ts';

/** The options of `judge`, apart from those of its request. */
export interface JudgeFlags extends FormatFlags {
  readonly sheet?: string | undefined;
  readonly out?: string | undefined;
  readonly svg?: string | undefined;
  readonly gate?: Claim | undefined;
  readonly color: boolean;
}

/** Reads scores, judges them, prints the answer, and says whether a gate holds. */
export async function runJudge(
  context: Context,
  file: string | undefined,
  flags: JudgeFlags,
  signal: AbortSignal,
): Promise<void> {
  const { stdout, stderr, env } = context.environment;
  await prepareOutputs(flags);
  const choice = { file, sheet: flags.sheet, entries: listJudgeEntries(flags) };
  const { request, source, translate } = await readScores(context, choice, signal);
  const { judge } = await context.services.judge();
  // Validated, whatever it is.
  const answer = await judge(request as unknown as JudgeInput, { signal }).catch((error: unknown) => {
    throw translate(error);
  });
  const gate = flags.gate === undefined ? null : weighClaim(flags.gate, answer);
  const written: string[] = [];
  try {
    await writeOutputs(answer, flags, context.services, written);
  } finally {
    // The answer is printed even if a file could not be written.
    const style = createStyle(findColour(stdout, env, flags.color));
    const occasion = { source, written, width: findWidth(stdout, env), style };
    stdout.write(formatAnswer(answer, chooseFormat(flags), occasion));
  }
  if (gate === null) return;
  if (!gate.holds) throw new GateError(`gate: does not hold: ${gate.why}`);
  stderr.write('gate: holds\n');
}

/** @param written gets what was written, for people */
async function writeOutputs(
  answer: JudgeAnswer,
  { out, svg }: Pick<JudgeFlags, 'out' | 'svg'>,
  { judgeCharts: load }: Services,
  written: string[],
): Promise<void> {
  if (out !== undefined) {
    await writeFile(out, `${JSON.stringify(answer)}\n`);
    written.push(out);
  }
  if (svg === undefined) return;
  const { listJudgeCharts } = await load();
  const charts = listJudgeCharts(answer);
  await writeChartFiles(
    charts.map((chart) => [chart.name, chart]),
    svg,
  );
  written.push(`${formatCount(charts.length, 'chart')} in ${svg}`);
}

function formatAnswer(answer: JudgeAnswer, format: Format, occasion: JudgeOccasion): string {
  switch (format) {
    case 'text':
      return formatJudgement(answer, occasion);
    case 'json':
      return `${JSON.stringify(answer)}\n`;
    case 'md':
      return writeMarkdownJudgement(answer, occasion);
    case 'csv':
      return writeCandidatesCsv(answer);
  }
}
