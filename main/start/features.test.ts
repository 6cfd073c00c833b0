import { expect, test } from 'vitest';
import { disabledFeatures } from './features.ts';

test('adds the unwanted features to those of the command line, each once', () => {
  expect(disabledFeatures('')).toBe('WebRtcHideLocalIpsWithMdns,LocalNetworkAccessChecks');
  expect(disabledFeatures('Translate, LocalNetworkAccessChecks,')).toBe(
    'Translate,LocalNetworkAccessChecks,WebRtcHideLocalIpsWithMdns',
  );
});
