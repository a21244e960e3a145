/**
 * What happens to an event while the reader lags: it waits, waits until replaced by a newer one of its name,
 * or is left out.
 */
type WhileLagging = 'wait' | 'replace' | 'skip';

export interface EventStreamOptions {
  /** Milliseconds of silence after which a comment shows that the stream is still open. */
  readonly beatMs?: number | undefined;
  /** How many bytes may wait to be read before the reader counts as lagging. */
  readonly mostBytes?: number | undefined;
}

/** Server-sent events for one reader; their ids count from 1. */
export interface EventStream {
  readonly body: ReadableStream<Uint8Array>;
  /** @param data one line */
  send(name: string, data: string, whileLagging: WhileLagging): void;
  /** Closes the stream once what waits has been read. */
  end(): void;
}

export const BEAT_MS = 10_000;
/** As much as a comparison of many short epochs reports before its host can pass it on. */
const MOST_BYTES = 2 ** 17;
export const BEAT = ': beat\n\n';

interface WaitingEvent {
  readonly name: string;
  readonly data: string;
}

/**
 * Opens a stream of server-sent events. However slowly it is read, it holds at most `mostBytes`, one more
 * event, and the events that wait.
 *
 * @param onCancel called when the reader goes away
 */
export function openEventStream(
  onCancel: () => void,
  { beatMs = BEAT_MS, mostBytes = MOST_BYTES }: EventStreamOptions = {},
): EventStream {
  const encoder = new TextEncoder();
  const waiting: WaitingEvent[] = [];
  let [isEnding, isOver, id] = [false, false, 0];
  let controller: ReadableStreamDefaultController<Uint8Array>;

  const isLagging = () => (controller.desiredSize ?? 0) <= 0;
  const write = (text: string) => {
    controller.enqueue(encoder.encode(text));
    silence.begin();
  };
  const silence = watchSilence(beatMs, () => {
    if (!isLagging()) write(BEAT);
  });
  const flush = () => {
    for (let event = waiting[0]; event !== undefined && !isLagging(); event = waiting[0]) {
      waiting.shift();
      id += 1;
      write(`id: ${id}\nevent: ${event.name}\ndata: ${event.data}\n\n`);
    }
    if (!isEnding || waiting.length > 0 || isOver) return;
    finish();
    controller.close();
  };
  const finish = () => {
    isOver = true;
    silence.stop();
    waiting.length = 0;
  };

  const source = {
    start(given: ReadableStreamDefaultController<Uint8Array>) {
      controller = given;
      silence.begin();
    },
    pull: flush,
    cancel() {
      finish();
      onCancel();
    },
  };
  return {
    body: new ReadableStream(source, { highWaterMark: mostBytes, size: ({ byteLength }) => byteLength }),
    send(name, data, whileLagging) {
      if (isOver || isEnding) return;
      if (whileLagging === 'skip' && (isLagging() || waiting.length > 0)) return;
      if (whileLagging === 'replace') removeOlder(waiting, name);
      waiting.push({ name, data });
      flush();
    },
    end() {
      isEnding = true;
      flush();
    },
  };
}

/** Takes out the event that a newer one of its name replaces. */
function removeOlder(waiting: WaitingEvent[], name: string): void {
  const older = waiting.findIndex((event) => event.name === name);
  if (older !== -1) waiting.splice(older, 1);
}

/** Calls `onSilence` after every `ms` milliseconds of silence. */
function watchSilence(ms: number, onSilence: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const begin = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      begin();
      onSilence();
    }, ms);
  };
  return { begin, stop: () => clearTimeout(timer) };
}
