/** The version of package.json (a test holds them equal); part of every report. */
export const VERSION = '0.1.0';

/**
 * The version of what computes numbers. Raise it with every change after which the same recipe may give other
 * bytes: a kernel, an engine, a random stream, a split, the search for lambdas, a metric, or what is kept of
 * a trial. A sweep that was begun under another version ends, so that no report mixes the numbers of two.
 */
export const NUMERICS_VERSION = 4;
