import { describe, expect, it } from 'vitest';
import { describeJudgeParameters } from '../../src/judge/describe-parameters.ts';
import { JUDGE_PARAMETERS } from '../../src/judge/parameters.ts';
import { ColumnsSchema, JudgeSchema } from '../../src/judge/request.ts';

describe('the flat parameters of a judge', () => {
  it('reach every field of a request but the scores themselves', () => {
    const { data: _data, columns: _columns, ...fields } = JudgeSchema.entries;
    const wanted = [
      ...Object.keys(fields),
      ...Object.keys(ColumnsSchema.entries).map((name) => `columns.${name}`),
      'data.delimiter',
      'data.decimal',
    ];
    expect(Object.values(JUDGE_PARAMETERS).map(([path]) => path)).toEqual(wanted);
  });

  it('are described as the schema describes them', () => {
    const infos = new Map(describeJudgeParameters().map((info) => [info.name, info]));
    for (const { name, description } of infos.values()) expect(description, name).toMatch(/^\w.*\.$/s);
    expect(infos.get('split')?.choices).toEqual(['resampled', 'fixed', 'forward']);
    expect(infos.get('equivalence')?.kind).toBe('number');
    expect(infos.get('missing')).toMatchObject({ default: 'count', choices: ['count', 'drop'] });
    expect(infos.get('candidate')?.description).toContain('tell candidates apart');
    expect(infos.get('decimal')).toMatchObject({ path: 'data.decimal', choices: ['.', ','] });
  });
});
