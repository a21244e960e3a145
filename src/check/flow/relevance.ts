import type { ClassDefinition, FunctionDefinition } from '../syntax/nodes.ts';

type Definition = ClassDefinition | FunctionDefinition;

/** Words of a function that trains, validates or penalises. */
const WORDS =
  /\b(backward|gradient|fit|step|zero_grad|eval|no_grad|inference_mode|parameters|named_parameters|criterion|optimizer|loss|DataLoader|sign|training_step|validation_step|test_step|train_step|compute_loss|cross_entropy|mse_loss|l1_loss|abs|GradientTape|train_on_batch)\b|-=/;

/** The definitions with such words, and those that name one of them: the others train nothing. */
export function listRelevant(text: string, definitions: readonly Definition[]): Definition[] {
  const texts = new Map(definitions.map((each) => [each, text.slice(each.from, each.to)]));
  const relevant = new Set(definitions.filter((each) => WORDS.test(texts.get(each) ?? '')));
  const words = new Map(definitions.map((each) => [each, new Set((texts.get(each) ?? '').match(/\w+/g))]));
  const waiting = [...relevant];
  for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) {
    const { name } = each;
    for (const other of definitions) {
      if (relevant.has(other) || words.get(other)?.has(name) !== true) continue;
      relevant.add(other);
      waiting.push(other);
    }
  }
  return definitions.filter((each) => relevant.has(each));
}
