import { describeFlat, type ParameterInfo } from '../recipe/describe.ts';
import { JUDGE_PARAMETERS, type JudgeParameter } from './parameters.ts';
import { JudgeData, JudgeSchema } from './request.ts';

/** What the schema says of each, for help texts and the API's description. */
export function describeJudgeParameters(): readonly ParameterInfo<JudgeParameter>[] {
  const [, csv] = JudgeData.options;
  return describeFlat(JUDGE_PARAMETERS, JudgeSchema, [csv]) as readonly ParameterInfo<JudgeParameter>[];
}
