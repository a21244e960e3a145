import { type Loop, type Mark, readLoop } from '../../tests/check/corpus.ts';

/** A text of some 2,000 lines, and the faults that are in it. */
export interface LongText {
  readonly name: string;
  readonly text: string;
  readonly lines: number;
  readonly marks: readonly Mark[];
}

const LINES = 2000;

/** One loop among many functions, as scripts are; and nothing but loops, which takes longest. */
export function listLongTexts(): LongText[] {
  const loop = readLoop('wrong/forum-loop.py');
  const among: string[] = [];
  for (let i = 0; countLines(among.join('')) + countLines(loop.text) < LINES; i++)
    among.push(writeFunction(i));
  const copies: Loop[] = [];
  for (let i = 0; i * countLines(loop.text) < LINES; i++) copies.push(nameAnew(loop, i));
  return [
    join('one loop among functions', [{ text: among.join(''), marks: [] }, loop]),
    join('loops alone', copies),
  ];
}

/** A function as data preparation has them, which calls the one before. */
function writeFunction(i: number): string {
  return `def prepare_${i}(frame, columns=("age", "bmi"), limit=${i}):
    """Column by column: outliers clipped, gaps filled."""
    kept = {}
    for column in columns:
        values = frame[column].astype(float)
        if values.std() == 0 or len(values) < limit:
            continue
        low, high = np.quantile(values, [0.01, 0.99])
        clipped = values.clip(low, high)
        kept[column] = (clipped - clipped.mean()) / clipped.std()
    table = pd.DataFrame(kept).fillna(0.0)
    print(f"prepared {len(table)} rows of {len(kept)} columns")
    return ${i === 0 ? 'table' : `prepare_${i - 1}(table, columns=tuple(kept))`}


`;
}

/** The same loop with a class and a function of its own. */
function nameAnew(loop: Loop, i: number): Loop {
  return { ...loop, text: loop.text.replace(/\b(Regressor|train_model)\b/g, `$1_${i}`) };
}

function join(name: string, parts: readonly Pick<Loop, 'text' | 'marks'>[]): LongText {
  const marks: Mark[] = [];
  let text = '';
  for (const part of parts) {
    const before = countLines(text);
    marks.push(...part.marks.map((mark) => ({ ...mark, line: mark.line + before })));
    text += part.text;
  }
  return { name, text, lines: countLines(text), marks };
}

function countLines(text: string): number {
  return text.split('\n').length - 1;
}
