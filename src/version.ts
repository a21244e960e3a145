/** The version of package.json (a test holds them equal); part of every report. */
export const VERSION = '0.1.0';
