import { AbsumError, compare } from 'absum-l1';

const [file, target] = process.argv.slice(2);
if (target === undefined) {
  console.error('usage: bun compare.js <file.csv> <target column>');
  process.exit(2);
}

try {
  const report = await compare({
    data: { csv: await Bun.file(file).text(), target },
    penalty: { lambdas: [0, 0.001, 0.01, 0.1] },
    training: { epochs: 20 },
  });
  console.log(report.headline);
  for (const { comparison } of report.lambdas) if (comparison !== null) console.log(comparison.sentence);
} catch (error) {
  if (!(error instanceof AbsumError)) throw error;
  console.error(error.message);
  process.exit(1);
}
