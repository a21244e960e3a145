import { createKey, isKeyName } from '../../keys.ts';
import type { Environment } from '../environment.ts';
import { UsageError } from '../exit-codes.ts';

/** Makes a key and prints it, the only time that it is shown, with the entry for the service. */
export async function printKey({ stdout }: Environment, name: string, isJson: boolean): Promise<void> {
  if (!isKeyName(name)) {
    throw new UsageError(`name: expected letters, digits, ".", "_" and "-", 64 at most, got "${name}"`);
  }
  const made = await createKey(name);
  stdout.write(isJson ? `${JSON.stringify(made)}\n` : describeKey(made.key, made.entry));
}

function describeKey(key: string, entry: string): string {
  return `key    ${key}
entry  ${entry}

The key is for the caller: keep it, since it is stored nowhere else. The entry is
for the service: in its secret API_KEYS, or in the file of absum serve --keys.
`;
}
