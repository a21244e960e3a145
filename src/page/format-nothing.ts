// Stands for d3-format in the page: charts take no more than places and ticks from their scales, and words/numbers.ts
// writes the labels.

function refuse(): never {
  throw new Error('no scale of the page writes its labels');
}

export {
  refuse as format,
  refuse as formatPrefix,
  refuse as formatSpecifier,
  refuse as precisionFixed,
  refuse as precisionPrefix,
  refuse as precisionRound,
};
