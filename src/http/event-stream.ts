/** What becomes of an event while the reader lags: it waits, waits until a newer of its name comes, or is left out. */
export type WhileLagging = 'wait' | 'replace' | 'skip';

export interface EventStreamOptions {
  /** Milliseconds of silence after which a comment says that the stream is still there. */
  readonly beatMs?: number | undefined;
  /** So many bytes may wait to be read before the reader counts as lagging. */
  readonly mostBytes?: number | undefined;
}

/** Server-sent events on their way to one reader; their ids count from 1. */
export interface EventStream {
  readonly body: ReadableStream<Uint8Array>;
  /** @param data one line */
  send(name: string, data: string, whileLagging: WhileLagging): void;
  /** Closes the stream once what waits has been read. */
  end(): void;
}

const BEAT_MS = 10_000;
/** As much as a comparison of many short epochs tells before its host can pass it on. */
const MOST_BYTES = 2 ** 17;
const BEAT = ': beat\n\n';

interface WaitingEvent {
  readonly name: string;
  readonly data: string;
}

/**
 * Opens a stream of server-sent events. However slowly it is read, it holds `mostBytes`, one event more, and those that
 * wait.
 *
 * @param onCancel called when the reader goes away
 */
export function openEventStream(
  onCancel: () => void,
  { beatMs = BEAT_MS, mostBytes = MOST_BYTES }: EventStreamOptions = {},
): EventStream {
  const encoder = new TextEncoder();
  const waiting: WaitingEvent[] = [];
  let isEnding = false;
  let isOver = false;
  let id = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let controller: ReadableStreamDefaultController<Uint8Array>;

  const isLagging = () => (controller.desiredSize ?? 0) <= 0;
  const write = (text: string) => {
    controller.enqueue(encoder.encode(text));
    clearTimeout(timer);
    timer = setTimeout(beat, beatMs);
  };
  const beat = () => {
    if (isLagging()) timer = setTimeout(beat, beatMs);
    else write(BEAT);
  };
  const flush = () => {
    while (waiting.length > 0 && !isLagging()) {
      const { name, data } = waiting.shift() as WaitingEvent;
      id += 1;
      write(`id: ${id}\nevent: ${name}\ndata: ${data}\n\n`);
    }
    if (!isEnding || waiting.length > 0 || isOver) return;
    finish();
    controller.close();
  };
  const finish = () => {
    isOver = true;
    clearTimeout(timer);
    waiting.length = 0;
  };

  const source = {
    start(given: ReadableStreamDefaultController<Uint8Array>) {
      controller = given;
      timer = setTimeout(beat, beatMs);
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
      const older = whileLagging === 'replace' ? waiting.findIndex((event) => event.name === name) : -1;
      if (older !== -1) waiting.splice(older, 1);
      waiting.push({ name, data });
      flush();
    },
    end() {
      isEnding = true;
      flush();
    },
  };
}
