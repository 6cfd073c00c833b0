import { expect, test } from 'vitest';
import { cacheControl, contentSecurityPolicy } from './security-headers.ts';

test('the policy lets no foreign or inline script in', () => {
  const scripts = contentSecurityPolicy.split('; ').find((part) => part.startsWith('script-src'));
  expect(scripts).toBe("script-src 'self' 'wasm-unsafe-eval'");
  expect(contentSecurityPolicy).toContain("default-src 'none'");
  expect(contentSecurityPolicy).not.toContain("'unsafe-eval'");
  expect(contentSecurityPolicy).not.toMatch(/\*|https?:/);
});

test('the policy lets ticks come from a worker of ours, and signaling servers be anywhere', () => {
  expect(contentSecurityPolicy).toContain("worker-src 'self'");
  expect(contentSecurityPolicy).toContain("connect-src 'self' ws: wss:");
});

test('only names with a hash in them are kept', () => {
  expect(cacheControl('/assets/main-abc.js')).toContain('immutable');
  expect(cacheControl('/excalidraw-assets/fonts/a.woff2')).toContain('immutable');
  for (const path of ['/', '/index.html', '/favicon.svg', '/other/assets/x.js']) {
    expect(cacheControl(path)).toBe('no-cache');
  }
});
