/**
 * An answer whose stream may fail, as that of a thread that is lost: the connection then breaks off, so that nobody takes
 * half of an answer for all of it, and the fault goes where faults go, and not to the console.
 */
export function holdTogether(
  answer: Response,
  connection: { destroy(): unknown },
  onFault: (fault: unknown) => void,
): Response {
  if (answer.body === null) return answer;
  const reader = answer.body.getReader();
  let hasLeft = false;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const read = await reader.read().catch((fault: unknown) => ({ fault }));
      if (hasLeft) return;
      if ('fault' in read) {
        onFault(read.fault);
        connection.destroy();
        controller.close();
      } else if (read.done) controller.close();
      else controller.enqueue(read.value);
    },
    cancel(reason) {
      hasLeft = true;
      return reader.cancel(reason);
    },
  });
  const { status, headers } = answer;
  return new Response(body, { status, headers });
}
