import { expect, test } from 'vitest';
import type { SignalingFault } from '#app/mesh/transport.ts';
import { signalingText } from './signaling-text.ts';

test.each<[SignalingFault, string]>([
  [
    { type: 'silent', host: '192.168.1.20:7420' },
    '192.168.1.20:7420 does not answer. Connected devices stay',
  ],
  [{ type: 'boardFull', host: 'h' }, '64 devices'],
  [{ type: 'refused', host: 'h', code: 'peer-taken' }, '(peer-taken)'],
  [{ type: 'version', host: 'h', theirs: 9 }, 'signaling 9'],
  [{ type: 'noHosts' }, 'Open an invite link'],
])('a failing host is named, with what continues (%j)', (fault, text) => {
  expect(signalingText(fault)).toContain(text);
});
