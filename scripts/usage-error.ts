/** The command line asks for something that does not exist; the message says what was expected and what arrived. */
export class UsageError extends Error {}
