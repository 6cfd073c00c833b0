import fc from 'fast-check';
import { expect, it } from 'vitest';
import { base64Of, bytesOfBase64 } from './base64.ts';

it('base64 is that of the platform, and gives the bytes again', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const text = new TextDecoder().decode(base64Of(bytes));
      expect(text).toBe(btoa(String.fromCharCode(...bytes)));
      expect(bytesOfBase64(text)).toEqual(new Uint8Array(bytes));
    }),
  );
  expect(bytesOfBase64('not base64')).toBeUndefined();
});
