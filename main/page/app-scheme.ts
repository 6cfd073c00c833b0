/** The desktop's scheme: serves the built window from disk under a constant origin. */

import { pathToFileURL } from 'node:url';
import { net, protocol } from 'electron';
import { desktopAppScheme } from '#shared/desktop/origin.ts';
import { cacheControl, securityHeaders } from '../host/web/security-headers.ts';
import { assetFor } from './asset.ts';

/**
 * Called once, before the app is ready. `standard` and `secure` give the origin IndexedDB and the APIs of secure
 * contexts.
 */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: desktopAppScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
}

/** Called once, after the app is ready. */
export function serveAppScheme(rendererRoot: string): void {
  protocol.handle(desktopAppScheme, (request) => respond(rendererRoot, request));
}

async function respond(rendererRoot: string, request: Request): Promise<Response> {
  const asset = assetFor(rendererRoot, request.method, request.url);
  if (!asset.ok) return new Response(null, { status: asset.status, headers: securityHeaders });
  try {
    const file = await net.fetch(pathToFileURL(asset.file).toString());
    const headers = new Headers({ ...securityHeaders, 'Cache-Control': cacheControl(asset.path) });
    const type = file.headers.get('Content-Type');
    if (type !== null) headers.set('Content-Type', type);
    return new Response(file.body, { status: file.status, headers });
  } catch (error) {
    // Without its page the window cannot open: the app reports the failure, and a person can retry.
    if (asset.path === '/') throw error;
    // The file is missing or unreadable.
    return new Response('There is nothing here.\n', { status: 404, headers: securityHeaders });
  }
}
