/** One event of a stream as it came. */
export interface Told {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/** Reads the text of a stream of events strictly: comments, and events of an id, a name and one line of data. */
export function parseEvents(text: string): { events: Told[]; comments: string[] } {
  if (!text.endsWith('\n\n')) throw new Error(`the stream ends within an event: ${text.slice(-80)}`);
  const comments: string[] = [];
  const events: Told[] = [];
  for (const block of text.slice(0, -2).split('\n\n')) {
    const found = /^id: (\d+)\nevent: (\w+)\ndata: (.+)$/.exec(block);
    if (found !== null) events.push({ id: found[1], event: found[2], data: found[3] });
    else if (/^: .*$/.test(block)) comments.push(block);
    else throw new Error(`neither an event nor a comment: ${block}`);
  }
  return { events, comments };
}

export const namesOf = (events: readonly Told[]) => events.map(({ event }) => event);
