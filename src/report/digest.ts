import type { Report } from './schema.ts';

/**
 * The SHA-256 of a report in hexadecimal: of its JSON text without what `include` adds, so that the page, the command
 * line and the service, which include different things, come to the same digest for the same recipe. The cost is left
 * out, since the model that a report includes is a part of it.
 *
 * @throws Error where the browser has no `crypto.subtle`, as on a page that came over plain HTTP from another machine
 */
export async function digestReport(report: Report): Promise<string> {
  const { predictions, losses, weights, refit, model, cost, recipe, ...found } = report;
  const { include, ...asked } = recipe;
  const bytes = new TextEncoder().encode(JSON.stringify({ ...found, recipe: asked }));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
