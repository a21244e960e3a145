/** The things that the page does, each at an address of its own. */
export const TABS = ['compare', 'judge', 'check'] as const;
export type Tab = (typeof TABS)[number];

/** What the part of an address after `#` leads to: a comparison of lambdas, unless it names another thing. */
export function findTab(hash: string): Tab {
  const [, name] = /^#(judge|check)\b/.exec(hash) ?? [];
  return (name as Tab | undefined) ?? 'compare';
}
