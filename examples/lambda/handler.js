// Names an export of absum; the function's handler is `handler.handler`.
export { handler } from 'absum/lambda';
