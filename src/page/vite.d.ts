/** Styles, which the build takes along. */
declare module '*.css';

/** A file whose address the build gives. */
declare module '*.wasm?url' {
  const address: string;
  export default address;
}

/** What `vite.config.ts` says of the recipe's parameters. */
declare module 'virtual:parameters' {
  const parameters: readonly import('../recipe/describe.ts').ParameterInfo[];
  export default parameters;
}
