import type { ComponentChildren } from 'preact';
import { findDocs } from './surroundings.ts';
import './docs-links.css';

/** A link to a page of the docs; nothing where the docs do not lie beside the page. */
export function DocsLink({ page, children }: { page: string; children: ComponentChildren }) {
  const docs = findDocs();
  return docs && <a href={`${docs}${page}.html`}>{children}</a>;
}

/** What stands at the foot of the page. */
export function DocsLinks() {
  if (findDocs() === null) return null;
  return (
    <footer>
      <DocsLink page="page">How to use this page</DocsLink>
      <DocsLink page="verdict">How to read the verdict</DocsLink>
      <DocsLink page="findings">Findings</DocsLink>
      <DocsLink page="index">All pages</DocsLink>
    </footer>
  );
}
