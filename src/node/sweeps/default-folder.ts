/** Where a server and the commands keep sweeps by default: in the folder in which they are started. */
export const DEFAULT_FOLDER = 'absum-sweeps';
