/** Serves the built window to browsers, and describes this host. */

import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import sirv from 'sirv';
import type { Health, HostInfo } from '#shared/signaling/host-info.ts';
import { signalingPath, signalingProtocol } from '#shared/signaling/protocol.ts';
import { isTrustedHost, untrustedHostText } from './request-guard.ts';
import { cacheControl, securityHeaders } from './security-headers.ts';

export interface WebServerOptions {
  /** Folder of the built window (`out/renderer`). */
  readonly rendererRoot: string;
  readonly machineName: string;
  readonly info: () => HostInfo;
}

export type WebHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** A handler of an HTTP server's `request` event. */
export function webHandler(options: WebServerOptions): WebHandler {
  const files = sirv(options.rendererRoot, {
    // Reads the folder for each request, so that a build while the host runs takes effect without a restart.
    dev: true,
    etag: true,
    extensions: [],
    setHeaders: (response, path) => response.setHeader('Cache-Control', cacheControl(path)),
    onNoMatch: (_, response) => sendText(response, 404, 'There is nothing here.\n'),
  });
  return (request, response) => {
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    if (!isTrustedHost(request.headers.host, options.machineName)) {
      sendText(response, 403, untrustedHostText(request.headers.host));
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      sendText(response, 405, 'Paxboard only answers GET and HEAD.\n');
      return;
    }
    switch (pathOf(request)) {
      case undefined:
        sendText(response, 400, 'That is not an address that Paxboard understands.\n');
        return;
      case '/health':
        sendJson(response, healthOf(options.info()));
        return;
      case '/host.json':
        sendJson(response, options.info());
        return;
      case signalingPath:
        response.setHeader('Upgrade', 'websocket');
        sendText(response, 426, 'This address is for WebSockets.\n');
        return;
      case '/':
        // `sirv` derives the content type from the name.
        request.url = '/index.html';
    }
    serveFile(options.rendererRoot, files, request, response);
  };
}

function serveFile(
  root: string,
  files: WebHandler,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (!existsSync(join(root, 'index.html'))) {
    sendHtml(response, 503, notBuiltPage);
    return;
  }
  // `sirv` throws on a range that ends before it begins, and all files are small.
  delete request.headers.range;
  // `sirv` neither closes the file of an aborted download nor handles an unreadable file.
  response.on('pipe', (file) => {
    file.on('error', () => response.destroy());
    response.on('close', () => file.destroy());
  });
  files(request, response);
}

function healthOf(info: HostInfo): Health {
  const host = info.id === undefined ? {} : { host: info.id };
  return { app: info.app, version: info.version, protocol: signalingProtocol, ...host };
}

/** @returns undefined for an impossible file path. */
function pathOf(request: IncomingMessage): string | undefined {
  const path = (request.url ?? '').replace(/[?#].*$/s, '');
  if (!path.startsWith('/')) return undefined;
  try {
    return decodeURIComponent(path).includes('\0') ? undefined : path;
  } catch {
    // URIError: a percent sign that is not followed by a character's code.
    return undefined;
  }
}

function sendText(response: ServerResponse, status: number, text: string): void {
  send(response, status, 'text/plain; charset=utf-8', text);
}

function sendHtml(response: ServerResponse, status: number, text: string): void {
  send(response, status, 'text/html; charset=utf-8', text);
}

function sendJson(response: ServerResponse, value: Health | HostInfo): void {
  send(response, 200, 'application/json; charset=utf-8', `${JSON.stringify(value)}\n`);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.setHeader('Cache-Control', 'no-store');
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) });
  // Node omits the body of a response to HEAD.
  response.end(body);
}

const notBuiltPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Paxboard</title>
<body style="font: 1.1rem/1.5 system-ui; max-width: 34rem; margin: 4rem auto; padding: 0 1rem">
<h1>Paxboard is running, but its window is not built yet</h1>
<p>Your boards are safe: they are stored in your browser, not here.</p>
<p>Stop Paxboard and start it with <code>npm start</code>, which builds what is missing, or run
<code>npm run build</code> and load this page again.</p>
`;
