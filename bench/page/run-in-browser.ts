import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { HAS_CHROMIUM, openBrowser } from '../../scripts/chromium.ts';
import { ROOT, urlOfBuilt } from '../root.ts';
import type { PageRun, PageWork } from './work.ts';

/** Never asked: all that the page fetches is answered here. */
const ORIGIN = 'http://bench.localhost';
const TFJS_WASM = join(ROOT, 'node_modules/@tensorflow/tfjs-backend-wasm/dist');

/** Runs the page's contestants in Chromium, each in its one thread; null where there is none. */
export async function runInBrowser(
  work: Omit<PageWork, 'hasRelaxed'>,
): Promise<(PageRun & { readonly version: string }) | null> {
  if (!HAS_CHROMIUM) return null;
  const relaxed = urlOfBuilt('absum-relaxed.wasm');
  const hasRelaxed = existsSync(relaxed);
  const files = new Map<string, { body: Buffer; contentType: string }>([
    [
      '/',
      {
        body: Buffer.from('<!doctype html><script type="module" src="/client.js"></script>'),
        contentType: 'text/html',
      },
    ],
    ['/client.js', { body: await bundleClient(), contentType: 'text/javascript' }],
    ['/absum.wasm', wasm(urlOfBuilt('absum.wasm'))],
    ...(hasRelaxed ? [['/absum-relaxed.wasm', wasm(relaxed)] as const] : []),
    ...['tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm.wasm'].map(
      (name) => [`/${name}`, wasm(join(TFJS_WASM, name))] as const,
    ),
  ]);
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await page.route('**/*', (route) => {
      const file = files.get(new URL(route.request().url()).pathname);
      return file === undefined ? route.fulfill({ status: 404 }) : route.fulfill(file);
    });
    await page.goto(`${ORIGIN}/`);
    await page.waitForFunction('typeof runInPage === "function"');
    const run: PageRun = await page.evaluate(`runInPage(${JSON.stringify({ ...work, hasRelaxed })})`);
    return { ...run, version: browser.version() };
  } finally {
    await browser.close();
  }
}

function wasm(path: string | URL) {
  return { body: readFileSync(path), contentType: 'application/wasm' };
}

async function bundleClient(): Promise<Buffer> {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, 'bench/page/client.ts')],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    outdir: 'unused',
    write: false,
    minify: true,
    logLevel: 'error',
  });
  const client = outputFiles.find(({ path }) => basename(path) === 'client.js');
  if (client === undefined) throw new Error('the bundle has no client.js');
  return Buffer.from(client.contents);
}
