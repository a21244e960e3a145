import type { Issue, Way } from '../errors.ts';

/**
 * Puts the likeliest way out of each fault together, so that one change of the recipe mends them all. Lists are joined;
 * where two faults want different values of one field, the later takes its next way, or none.
 *
 * @returns null where fewer than two faults have a way
 */
export function joinWays(issues: readonly Pick<Issue, 'ways'>[]): Way | null {
  let [joined, count]: [Way, number] = [{}, 0];
  for (const { ways = [] } of issues) {
    const fitting = ways.find((way) => agree(joined, way));
    if (fitting === undefined) continue;
    joined = join(joined, fitting);
    count += 1;
  }
  return count < 2 ? null : joined;
}

function agree(a: Way, b: Way): boolean {
  return Object.entries(b).every(([key, value]) => {
    const former = a[key];
    if (former === undefined || (Array.isArray(former) && Array.isArray(value))) return true;
    return isPart(former) && isPart(value) ? agree(former, value) : former === value;
  });
}

function join(a: Way, b: Way): Way {
  const joined: Record<string, unknown> = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const former = a[key];
    if (Array.isArray(former) && Array.isArray(value)) joined[key] = [...new Set([...former, ...value])];
    else joined[key] = isPart(former) && isPart(value) ? join(former, value) : value;
  }
  return joined;
}

function isPart(value: unknown): value is Way {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
