/** Command lines that the help shows; a test runs each of them as it stands. */
export const EXAMPLES = [
  'absum compare --dataset diabetes',
  'absum compare data.csv --target y --lambdas=-0.001,0,0.001 --repeats 4',
  'absum compare data.csv --target y --epochs 50 --out report.json --svg charts',
  'absum compare data.csv --recipe report.json --method proximal --lambdas auto',
  'cat data.csv | absum plan --target y --hidden 128,64',
] as const;

export const EXAMPLES_TEXT = `
Examples:
${EXAMPLES.map((example) => `  ${example}\n`).join('')}
Exit codes: 0 an answer, 2 bad input, 1 failure, 130 stopped.`;
