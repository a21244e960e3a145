import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { INPUT_TYPES, OUTPUT_TYPES, writePublicTypes } from '../../scripts/types/public-types.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
mkdirSync(join(ROOT, 'dist'), { recursive: true });
// In the repository, so that the compiler finds the sources and the packages.
const folder = mkdtempSync(join(ROOT, 'dist/written-types-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Where the type that the compiler infers from the same schema is exported. */
const INFERRED = {
  RecipeInput: 'recipe/schema',
  TrainInput: 'recipe/schema',
  JudgeInput: 'judge/request',
  ModelInput: 'model/model',
  Report: 'report/schema',
  LambdaReport: 'report/schema',
  Summary: 'report/schema',
  Choice: 'report/schema',
  Reference: 'report/schema',
  Stopping: 'report/schema',
  Path: 'report/schema',
  Nested: 'report/schema',
  Comparison: 'report/comparison',
  AtBestEpoch: 'report/comparison',
  Test: 'report/comparison',
  Advice: 'report/advice/advice',
  Finding: 'report/findings/finding',
  Reading: 'report/reading',
  Predictions: 'report/included',
  Losses: 'report/included',
  FirstLayer: 'report/included',
  JudgeAnswer: 'judge/answer',
  JudgedCandidate: 'judge/answer',
  Judgement: 'report/comparison',
  Gate: 'judge/answer',
  More: 'judge/answer',
  JudgeReading: 'judge/answer',
  JudgeFinding: 'judge/findings/finding',
  CheckAnswer: 'check/answer',
  Fault: 'check/answer',
  ReadRecipe: 'check/answer',
  ReadField: 'check/answer',
  Unread: 'check/answer',
  WorthInput: 'worth/request',
  WorthAnswer: 'worth/answer',
  WorthOfFault: 'worth/answer',
  Model: 'model/model',
  PlanFigures: 'plan/schema',
  Prediction: 'model/predict',
} as const;

const CHECK = `
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
export declare function expectSame<A, B>(same: Same<A, B>): void;
`;

/** The names of the types that are not what the compiler infers from their schemas; other faults as it tells them. */
function compile(declarations: string): string[] {
  // As a source: in declarations the compiler looks for no fault.
  writeFileSync(join(folder, 'written.ts'), declarations);
  const checks = Object.entries(INFERRED).map(
    ([name, file]) =>
      `expectSame<import('./written.ts').${name}, import('../../src/${file}.ts').${name}>(true);`,
  );
  writeFileSync(join(folder, 'check.ts'), [...checks, CHECK].join('\n'));
  const config = { extends: '../../tsconfig.json', include: ['.'], exclude: [] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const { stdout } = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8' });
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [, number] = /check\.ts\((\d+),.*Argument of type 'true'/.exec(line) ?? [];
      return number === undefined ? line : Object.keys(INFERRED)[Number(number) - 1];
    })
    .filter((line) => line !== '');
}

test('the written types are those that the compiler infers, to the last modifier', () => {
  expect(compile(writePublicTypes())).toEqual([]);
});

test('a field that is required, a word that is missing, and a type that takes everything would be noticed', () => {
  const written = writePublicTypes()
    .replace('readonly rows?: readonly number[]', 'readonly rows: readonly number[]')
    .replace(/(type Finding = .*?severity: )'error' \| /s, '$1')
    .replace('seconds: number', 'seconds: any');
  expect(compile(written)).toEqual(['TrainInput', 'Report', 'Finding', 'PlanFigures']);
});

test('every type that the sources export by a name of these is compared', () => {
  const names = [...Object.keys(INPUT_TYPES), ...Object.keys(OUTPUT_TYPES)];
  // Parts that the sources have no name for; the whole holds them.
  const parts =
    /^(Data|BuiltInData|CsvData|RowsData|ArraysData|Scores|ScoreColumns|Split|Network|Optimizer|Training|Penalty|Compare|Thresholds)Input$/;
  expect(names.filter((name) => !parts.test(name)).sort()).toEqual(Object.keys(INFERRED).sort());
});
