import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build, type InlineConfig, type Plugin, type Rolldown } from 'vite';
import config, { bundled, leaveDescriptions, noteModules, provideParameters } from '../../vite.config.ts';
import { writeNotices } from '../supply/notices.ts';
import { oneFilePolicy } from './policy.ts';

// The page as one file. A document opened from a disk may load no other file, neither by a script's import nor by fetch:
// script, style, worker, modules and data sets stand in it as texts.

/** What a bundle without files beside it is made with. */
function configure(input: string, plugins: readonly Plugin[]): InlineConfig {
  return {
    configFile: false,
    root: 'src/page',
    logLevel: 'warn',
    plugins: [...plugins, noteModules()],
    oxc: { jsx: { importSource: 'preact' } },
    resolve: {
      alias: {
        ...(config.resolve?.alias as Record<string, string>),
        '#absum-module': resolve('src/page/one-file/module.ts'),
        '#absum-worker': resolve('src/page/one-file/start-worker.ts'),
      },
    },
    build: {
      write: false,
      target: 'es2023',
      modulePreload: false,
      cssCodeSplit: false,
      rolldownOptions: {
        input: resolve(input),
        checks: { ineffectiveDynamicImport: false, emptyImportMeta: false },
        // A classic script: an imported one is not even looked for on a disk.
        output: { format: 'iife', codeSplitting: false },
      },
    },
  };
}

async function bundle(input: string, plugins: readonly Plugin[]): Promise<{ script: string; style: string }> {
  const { output } = (await build(configure(input, plugins))) as Rolldown.RolldownOutput;
  const scripts = output.filter((file) => file.type === 'chunk');
  const styles = output.filter((file) => file.type === 'asset' && file.fileName.endsWith('.css'));
  if (scripts.length !== 1) throw new Error(`${input} became ${scripts.length} scripts, not one`);
  return {
    script: scripts[0].code,
    style: styles.map((file) => String('source' in file && file.source)).join('\n'),
  };
}

/** Gives the page the script of its worker as a text. */
function provideWorker(script: string): Plugin {
  const id = 'virtual:engine-worker';
  return {
    name: 'provide-worker',
    resolveId: (source) => (source === id ? `\0${id}` : null),
    load: (source) => (source === `\0${id}` ? `export default ${JSON.stringify(script)}` : null),
  };
}

/** As it may stand in a script element, whose end is searched for in strings too. */
const shieldScript = (script: string) => script.replaceAll(/<(?=\/script|!--)/gi, '\\x3c').trim();

const encode = (text: string) => Buffer.from(text).toString('base64');

/** Builds the page as one file. */
export async function writeOneFile(path: string): Promise<void> {
  bundled.clear();
  const worker = await bundle('src/page/run/engine-worker.ts', [leaveDescriptions()]);
  const page = await bundle('src/page/main.tsx', [
    provideParameters(),
    leaveDescriptions(),
    provideWorker(worker.script),
  ]);
  const [script, style] = [shieldScript(page.script), page.style.trim()];
  const [, head] = /<head>([\s\S]*?)<\/head>/.exec(readFileSync('src/page/index.html', 'utf8')) ?? [];
  if (head === undefined) throw new Error('src/page/index.html has no head');
  const icon = `data:image/svg+xml;base64,${encode(readFileSync('src/page/public/favicon.svg', 'utf8'))}`;
  const html = `<!doctype html>
<html lang="en">
  <head>${head
    .replace('<meta charset="utf-8">', `<meta charset="utf-8">\n    ${oneFilePolicy(script, style)}`)
    .replace(/href="favicon\.svg"/, () => `href="${icon}"`)
    .trimEnd()}
    <meta name="absum-service" content="none">
    <style>${style}</style>
  </head>
  <body>
    <noscript>absum compares in your browser, by JavaScript and WebAssembly.</noscript>
    <script>${script}</script>
  </body>
</html>
<!--
${writeNotices([...bundled]).replaceAll('--', '- -')}
-->
`;
  writeFileSync(path, html);
}
