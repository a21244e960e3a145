/**
 * Loads what the end of a comparison, and what is made of its answer, needs, when it begins: who serves the page may be gone by then, or serve another
 * version of it. What cannot be loaded now is asked for again, and says so then.
 */
export async function loadReport(): Promise<void> {
  await Promise.allSettled([
    import('../../compare/finish-report.ts').then(({ loadRest }) => loadRest()),
    import('../../model/onnx/export-onnx.ts'),
  ]);
}
