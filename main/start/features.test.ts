import { expect, test } from 'vitest';
import { disabledFeatures } from './features.ts';

test('keeps the features of the command line and adds ours, each once', () => {
  expect(disabledFeatures('')).toBe('WebRtcHideLocalIpsWithMdns,LocalNetworkAccessChecks');
  expect(disabledFeatures('Translate, LocalNetworkAccessChecks,')).toBe(
    'Translate,LocalNetworkAccessChecks,WebRtcHideLocalIpsWithMdns',
  );
});
