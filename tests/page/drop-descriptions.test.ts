import { expect, it } from 'vitest';
import { dropDescriptions, importsDescribe } from '../../scripts/drop-descriptions.ts';

it('the page leaves out what its schemas say of themselves, and nothing else', () => {
  const code = [
    "const width = describe('How wide, (in px).', v.pipe(count, describe(`At least`, v.minValue(1))));",
    "const other = describes('kept', 1) + describe('kept') + v.describe('kept', 2);",
    "const schema = v.optional(describe('A ' + 'name.', name), 'x');",
    "const typed: Schema<'a'> = describe(GLOSSARY.lambda, v.nullable(describe('b', lambda,),), );",
  ].join('\n');
  expect(dropDescriptions(code).split('\n')).toEqual([
    'const width = (v.pipe(count, (v.minValue(1))));',
    "const other = describes('kept', 1) + describe('kept') + v.describe('kept', 2);",
    "const schema = v.optional((name), 'x');",
    "const typed: Schema<'a'> = (v.nullable((lambda),));",
  ]);
});

it('leaves a module that describes nothing as it is', () => {
  const code = 'export const [a, b] = [1, /* describe(2, 3) */ 4];';
  expect(dropDescriptions(code)).toBe(code);
});

it('is done where `describe` is that of the schemas alone', () => {
  expect(importsDescribe('import { count, describe, finite } from "../schema.ts";')).toBe(true);
  expect(importsDescribe("import {\n  count,\n  describe,\n} from '../../schema.ts';")).toBe(true);
  expect(importsDescribe("import { count } from '../schema.ts';\nfunction describe(a, b) {}")).toBe(false);
  expect(importsDescribe("import { describeValue } from '../schema.ts';\ndescribe('a', 1);")).toBe(false);
});
