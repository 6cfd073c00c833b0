/** The security headers of Paxboard's pages, on any server. */

/**
 * Allows only scripts and files of the page's origin, except:
 * - inline styles, which Excalidraw and Mantine set;
 * - `data:` and `blob:` pictures, and fonts in `data:`, which Excalidraw draws and exports;
 * - WebAssembly, with which Excalidraw embeds fonts into exported pictures;
 * - WebSockets to any address: signaling servers are on other machines, and a policy cannot express "on this network".
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

/** The headers of every response of the HTTP server and of the desktop's scheme. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/**
 * Files with a hash in their name never change; all others are revalidated each time.
 *
 * @param path the path of the URL, starting with a slash.
 */
export function cacheControl(path: string): string {
  return /^\/(?:assets|excalidraw-assets)\//.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
}
