/** Styles, which the build takes along. */
declare module '*.css';

/** A file whose address the build gives. */
declare module '*.wasm?url' {
  const address: string;
  export default address;
}

/** What `vite.config.ts` says of the parameters that the form always shows. */
declare module 'virtual:parameters' {
  const parameters: readonly import('../recipe/describe.ts').ParameterInfo[];
  export default parameters;
}

/** The same of those that are folded away. */
declare module 'virtual:folded-parameters' {
  const parameters: readonly import('../recipe/describe.ts').ParameterInfo[];
  export default parameters;
}

/** A file as a `data:` address. */
declare module '*.wasm?url&inline' {
  const address: string;
  export default address;
}

/** The script of the page's worker as a text, where the page is one file. */
declare module 'virtual:engine-worker' {
  const script: string;
  export default script;
}

/** The text of a file. */
declare module '*?raw' {
  const text: string;
  export default text;
}
