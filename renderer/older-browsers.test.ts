import { expect, test, vi } from 'vitest';

test('a browser without URL.canParse receives it; any other keeps its own', async () => {
  const own = URL.canParse;
  try {
    Reflect.deleteProperty(URL, 'canParse');
    await import('./older-browsers.ts');
    expect(URL.canParse).not.toBe(own);
    for (const [url, base] of [['https://a/'], ['a'], ['a', 'https://b/'], ['', 'b']] as const) {
      expect(URL.canParse(url, base)).toBe(own(url, base));
    }
    URL.canParse = own;
    vi.resetModules();
    await import('./older-browsers.ts');
    expect(URL.canParse).toBe(own);
  } finally {
    URL.canParse = own;
  }
});
