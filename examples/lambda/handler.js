// Lambda looks for a handler in the function's own files: `handler.handler` is this one.
export { handler } from 'absum-l1/lambda';
