/** Whether a value looks like a report, whatever version wrote it and however damaged it is. */
export function looksLikeReport(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return ['headline', 'recipe', 'lambdas', 'version'].every((field) => Object.hasOwn(value, field));
}
