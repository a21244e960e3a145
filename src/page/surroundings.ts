// What stands around the page. The same bundle is served by a service, lies among the files of a static site, and is
// opened from a disk: the build of the last two says so in the head of the document.

function readMeta(name: string): string | null {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? null;
}

/** Whether a service answers at the page's address. */
export const hasService = (): boolean => readMeta('absum-service') !== 'none';

/** Where the docs lie, with a slash at the end; null where there are none. */
export const findDocs = (): string | null => readMeta('absum-docs');

/** The address of the page without what stands behind `#`. */
export const findPage = (): string => location.href.replace(/#.*$/, '');

/** Where `absum serve` listens on the reader's own machine, for commands copied from a page without a service. */
export const LOCAL_SERVICE = 'http://localhost:8787';
