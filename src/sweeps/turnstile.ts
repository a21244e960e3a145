/**
 * Lets a number of pieces of work run at once.
 *
 * @returns waits, in the order of the calls, until there is room; the function it resolves to must be called
 *   once, when the work is over
 */
export function openTurnstile(room: number): () => Promise<() => void> {
  const waiting: (() => void)[] = [];
  let left = room;
  const leave = () => {
    const next = waiting.shift();
    if (next === undefined) left += 1;
    else next();
  };
  return async () => {
    if (left > 0) left -= 1;
    else await new Promise<void>((resume) => waiting.push(resume));
    return leave;
  };
}
