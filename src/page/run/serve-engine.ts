import type { CheckInput } from '../../check/request.ts';
import { compare, plan } from '../../compare/compare.ts';
import { BUILT_IN, loadBuiltIn } from '../../data/built-in.ts';
import type { CsvOptions, CsvReader } from '../../data/csv/csv.ts';
import { isDelimiter } from '../../data/csv/delimiter.ts';
import { profileTable, suggestTarget } from '../../data/profile.ts';
import type { Engine } from '../../engines/engine.ts';
import { errorAt } from '../../errors.ts';
import type { JudgeInput } from '../../judge/request.ts';
import { packFault } from '../../pool/protocol.ts';
import type { WorthInput } from '../../worth/request.ts';
import { putData, type Source } from '../setup/setup.ts';
import { loadReport } from './load-report.ts';
import type { FromEngine, Preview, Reading, ToEngine } from './protocol.ts';
import { rememberCsv } from './remember-csv.ts';

/** What the page's engine works with. */
interface EngineParts {
  readonly engines: readonly Engine[];
  /** Called with the first question, when what a comparison needs is best fetched. */
  readonly prepare: () => void;
  readonly tell: (message: FromEngine) => void;
}

type Asked = Exclude<ToEngine, { kind: 'open' | 'stop' }>;

/** The worker's end of the line: takes what the page tells its engine, and answers by the library itself. */
export function serveEngine({ engines, prepare, tell }: EngineParts): (message: ToEngine) => Promise<void> {
  const running = new Map<number, AbortController>();
  let reader: Promise<CsvReader> | null = null;
  // Loaded with the first file.
  const loadReader = () => {
    reader ??= import('../../data/csv/csv.ts').then(({ readCsv }) => rememberCsv(readCsv));
    return reader;
  };
  const readerOf = async ({ kind }: Source) => (kind === 'built-in' ? {} : { readCsv: await loadReader() });
  let opened: Source | null = null;
  const requireSource = (): Source => {
    if (opened === null) throw errorAt('invalid-data', 'data', 'no data set is open');
    return opened;
  };

  const follow = (id: number): AbortSignal => {
    const stop = new AbortController();
    running.set(id, stop);
    return stop.signal;
  };

  async function answer(message: Asked): Promise<unknown> {
    switch (message.kind) {
      case 'datasets':
        prepare();
        return BUILT_IN;
      case 'preview':
        return preview(requireSource(), message.reading, loadReader);
      case 'plan': {
        const source = requireSource();
        return plan(putData(message.recipe, source), { engines, ...(await readerOf(source)) });
      }
      case 'compare': {
        const { id, recipe } = message;
        const source = requireSource();
        const signal = follow(id);
        // While trials run, what writes the report is loaded.
        void import('../../compare/finish-report.ts').catch(() => {});
        return compare(putData(recipe, source), {
          engines,
          ...(await readerOf(source)),
          signal,
          onProgress: (event) => tell({ kind: 'progress', id, event }),
        });
      }
      case 'judge': {
        const signal = follow(message.id);
        const { judge } = await import('../../judge/judge.ts');
        return judge(message.request as JudgeInput, { signal });
      }
      case 'check': {
        const signal = follow(message.id);
        const { checkLoop } = await import('../../check/check.ts');
        return checkLoop((message.request as CheckInput).text, { signal });
      }
      case 'worth': {
        const { id, request } = message;
        const signal = follow(id);
        const { weighLoop } = await import('../../worth/worth.ts');
        return weighLoop(request as WorthInput, {
          engines,
          // That of the preview, which has read the same text.
          readCsv: await loadReader(),
          signal,
          onProgress: (event) => tell({ kind: 'progress', id, event }),
        });
      }
      case 'ahead':
        return loadReport();
      case 'onnx':
        // Loaded by who takes the file.
        return import('../../model/onnx/export-onnx.ts').then(({ exportOnnx }) => exportOnnx(message.model));
    }
  }

  return async (message) => {
    if (message.kind === 'open') {
      opened = message.source;
      return;
    }
    const { id } = message;
    if (message.kind === 'stop') {
      running.get(id)?.abort();
      return;
    }
    try {
      tell({ kind: 'answer', id, value: await answer(message) });
    } catch (error) {
      tell({ kind: 'fault', id, fault: packFault(error) });
    } finally {
      running.delete(id);
    }
  };
}

async function preview(
  source: Source,
  reading: Reading,
  loadReader: () => Promise<CsvReader>,
): Promise<Preview> {
  if (source.kind === 'built-in') {
    const { table, target } = await loadBuiltIn(source.name);
    return { profile: profileTable(table), target, said: [] };
  }
  const read = await loadReader();
  const { sayFormat } = await import('../../data/reading/say-format.ts');
  const profile = profileTable(read(source.text, chooseOptions(reading)));
  return { profile, target: suggestTarget(profile), said: profile.format ? sayFormat(profile.format) : [] };
}

/** What of a recipe's words a CSV can be read by. */
function chooseOptions({ delimiter, decimal, header, missingMarkers, categories }: Reading): CsvOptions {
  return {
    delimiter: isDelimiter(delimiter) ? delimiter : undefined,
    decimal: decimal === ',' || decimal === '.' ? decimal : undefined,
    header: typeof header === 'boolean' ? header : undefined,
    missingMarkers: isTexts(missingMarkers) ? missingMarkers : undefined,
    categories: isTexts(categories) ? categories : undefined,
  };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
