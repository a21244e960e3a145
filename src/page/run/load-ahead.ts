/**
 * Loads what the page shows an answer by, while trials run: another version of the page may have taken the place of this
 * one on the server by the time that they are over. What cannot be loaded now is asked for again, and says so then.
 */
export async function loadAhead(): Promise<void> {
  await Promise.allSettled([import('../answer/lambda-view.tsx'), import('../setup/way-buttons.tsx')]);
}
