import { expect, test } from 'vitest';
import { maxAddresses, readAnnounced } from './announcement.ts';

const id = 'ab'.repeat(16);
const service = {
  port: 7420,
  txt: { id, v: '1' },
  addresses: ['192.168.1.20'],
  referer: { address: '10.0.0.7' },
};

test('reads an announcement, with its source address first', () => {
  expect(readAnnounced(service)).toEqual({
    id,
    port: 7420,
    protocol: 1,
    addresses: ['10.0.0.7', '192.168.1.20'],
  });
});

test('keeps at most four distinct IPv4 addresses', () => {
  const addresses = [
    'fe80::1',
    '10.0.0.7',
    'evil.example',
    ...Array.from({ length: 20 }, (_, at) => `10.0.1.${at}`),
  ];
  const announced = readAnnounced({ ...service, addresses });
  expect(announced?.addresses).toEqual(['10.0.0.7', '10.0.1.0', '10.0.1.1', '10.0.1.2']);
  expect(announced?.addresses).toHaveLength(maxAddresses);
});

test.each([
  ['nothing', undefined],
  ['no id', { ...service, txt: { v: '1' } }],
  ['an invalid id', { ...service, txt: { id: 'Anna’s board', v: '1' } }],
  ['no version', { ...service, txt: { id } }],
  ['no port', { ...service, port: 0 }],
  ['a port beyond the last', { ...service, port: 70_000 }],
  ['too many addresses', { ...service, addresses: new Array(65).fill('10.0.0.1') }],
  ['an address that is too long', { ...service, referer: { address: '1'.repeat(65) } }],
])('rejects %s', (_, wrong) => {
  expect(readAnnounced(wrong)).toBeUndefined();
});
