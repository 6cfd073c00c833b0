import { expect, test } from 'vitest';
import { cacheControl, contentSecurityPolicy } from './security-headers.ts';

test('the policy allows no foreign or inline script', () => {
  const scripts = contentSecurityPolicy.split('; ').find((part) => part.startsWith('script-src'));
  expect(scripts).toBe("script-src 'self' 'wasm-unsafe-eval'");
  expect(contentSecurityPolicy).toContain("default-src 'none'");
  expect(contentSecurityPolicy).not.toContain("'unsafe-eval'");
  expect(contentSecurityPolicy).not.toMatch(/\*|https?:/);
});

test('the policy allows a worker of the app for ticks, and signaling servers anywhere', () => {
  expect(contentSecurityPolicy).toContain("worker-src 'self'");
  expect(contentSecurityPolicy).toContain("connect-src 'self' ws: wss:");
});

test('only names with a hash are cached permanently', () => {
  expect(cacheControl('/assets/main-abc.js')).toContain('immutable');
  expect(cacheControl('/excalidraw-assets/fonts/a.woff2')).toContain('immutable');
  for (const path of ['/', '/index.html', '/favicon.svg', '/other/assets/x.js']) {
    expect(cacheControl(path)).toBe('no-cache');
  }
});
