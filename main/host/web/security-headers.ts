/** The permissions of a page of Paxboard, on any server. */

/**
 * Our own scripts and files only. The exceptions:
 * - inline styles: Excalidraw and Mantine set them;
 * - `data:` and `blob:` pictures, and fonts in `data:`: what Excalidraw draws and exports;
 * - WebAssembly: Excalidraw embeds fonts into exported pictures with it;
 * - WebSockets anywhere: signaling servers are on other machines, and a policy cannot say "on this network".
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self' ws: wss:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** On every response, of the HTTP server and of the desktop's scheme. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/**
 * The content of a name with a hash never changes; everything else is revalidated each time.
 *
 * @param path As in the URL, starting with a slash.
 */
export function cacheControl(path: string): string {
  return /^\/(?:assets|excalidraw-assets)\//.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
}
