/** The command line asks for something that does not exist; the message says what was expected and what arrived. */
export class UsageError extends Error {}

/**
 * Reads the options of a script. Without something to run it prints why: the help that was asked for, or what is wrong,
 * with exit code 2.
 *
 * @param name what the script is called where it speaks
 * @param read gives the options, or null where they ask for help; throws `UsageError`
 * @returns null if there is nothing to run
 */
export function readCommandLine<Options>(
  name: string,
  help: string,
  read: (args: readonly string[]) => Options | null,
): Options | null {
  try {
    const options = read(process.argv.slice(2));
    if (options === null) console.log(help);
    return options;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${name}: ${error.message}\n${name}: --help lists the options`);
    process.exitCode = 2;
    return null;
  }
}
