/** Whether the part of an address after `#` leads to the judge of scores, and not to a comparison of lambdas. */
export const isJudgeLink = (hash: string): boolean => /^#judge\b/.test(hash);
