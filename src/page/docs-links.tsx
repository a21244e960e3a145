import type { ComponentChildren } from 'preact';
import { findDocs } from './surroundings.ts';
import './docs-links.css';

interface DocsLinkProps {
  readonly page: string;
  /** What a screen reader says, where the text alone says too little. */
  readonly label?: string;
  readonly children: ComponentChildren;
}

/** A link to a page of the docs; nothing where the docs do not lie beside the page. */
export function DocsLink({ page, label, children }: DocsLinkProps) {
  const docs = findDocs();
  return (
    docs && (
      <a href={`${docs}${page}.html`} aria-label={label}>
        {children}
      </a>
    )
  );
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
