/** `protocol` and `net`: schemes of the app's own, answered by the app. */

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type * as Electron from 'electron';
import { app } from './app.ts';
import { toAppUrl } from './origins.ts';
import { answers } from './test-process.ts';

const privileged = new Map<string, Electron.Privileges>();
const schemes = new Map<string, (request: Request) => Response | Promise<Response>>();

export const protocol = {
  registerSchemesAsPrivileged: (custom: Electron.CustomScheme[]) => {
    if (app.isReady()) {
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    }
    for (const { scheme, privileges } of custom) privileged.set(scheme, privileges ?? {});
  },
  handle: (scheme: string, handler: (request: Request) => Response | Promise<Response>) => {
    if (!app.isReady()) throw new Error('protocol.handle can only be used after app is ready');
    schemes.set(scheme, handler);
  },
};

export const net = {
  fetch: async (url: string): Promise<Response> => {
    const file = fileURLToPath(url);
    const type = contentTypes[/\.[a-z0-9]+$/.exec(file)?.[0] ?? ''];
    return new Response(await readFile(file), {
      headers: type === undefined ? {} : { 'Content-Type': type },
    });
  },
};

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

answers({
  request: async (url: string, method: string) => {
    const appUrl = toAppUrl(url);
    const scheme = new URL(appUrl).protocol.slice(0, -1);
    const handler = schemes.get(scheme);
    const { standard, secure, supportFetchAPI } = privileged.get(scheme) ?? {};
    // Without them the page has no origin of its own: no storage, no modules.
    if (handler === undefined || !standard || !secure || !supportFetchAPI) return undefined;
    const response = await handler(new Request(appUrl, { method }));
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    };
  },
});
