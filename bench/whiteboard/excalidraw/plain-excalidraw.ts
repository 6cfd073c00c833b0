/** Excalidraw alone in a Chromium with a separate profile, served by this process. */

import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import { excalidrawBundle } from '../../../e2e/browser/excalidraw/excalidraw-bundle.ts';
import { BrowserProfile } from '../../../e2e/processes/browsers/browser-profile.ts';
import type * as PlainPage from './plain-page.ts';

declare global {
  interface Window {
    plain: typeof PlainPage;
  }
}

const assets = join(import.meta.dirname, '../../../node_modules/@excalidraw/excalidraw/dist/prod/fonts');

/**
 * Runs `measure` with Excalidraw alone. Its browser and its server end after it, also if it throws.
 *
 * @param folder for the profile.
 */
export async function withPlainExcalidraw(
  folder: string,
  measure: (browser: BrowserProfile) => Promise<void>,
): Promise<void> {
  const server = await served(await page());
  const browser = new BrowserProfile(join(folder, 'plain'));
  try {
    await browser.start();
    const { port } = server.address() as AddressInfo;
    await browser.page.goto(`http://localhost:${port}/`);
    await measure(browser);
  } finally {
    await browser.quit();
    server.close();
    server.closeAllConnections();
  }
}

/** @returns the page's HTML, with everything in it but the fonts. */
async function page(): Promise<string> {
  const bundle = await excalidrawBundle(join(import.meta.dirname, 'plain-page.ts'), 'plain');
  const script = bundle.script.replaceAll('</script', '<\\/script');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Excalidraw</title><style>${bundle.styles}</style></head>
<body style="margin: 0"><div data-testid="whiteboard" style="position: fixed; inset: 0"></div>
<script>window.EXCALIDRAW_ASSET_PATH = '/';</script><script>${script}</script></body></html>`;
}

function served(html: string): Promise<Server> {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    if (path === '/') {
      response.setHeader('content-type', 'text/html').end(html);
      return;
    }
    readFile(join(assets, path.replace(/^\/fonts/, ''))).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}
