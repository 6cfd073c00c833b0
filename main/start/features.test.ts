import { expect, test } from 'vitest';
import { disabledFeatures } from './features.ts';

test('keeps what the command line says and adds ours, each once', () => {
  expect(disabledFeatures('')).toBe('WebRtcHideLocalIpsWithMdns,LocalNetworkAccessChecks');
  expect(disabledFeatures('Translate, LocalNetworkAccessChecks,')).toBe(
    'Translate,LocalNetworkAccessChecks,WebRtcHideLocalIpsWithMdns',
  );
});
