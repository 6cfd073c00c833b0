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

test('keeps few addresses, each once, and IPv4 only', () => {
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
  ['an id of another kind', { ...service, txt: { id: 'Anna’s board', v: '1' } }],
  ['no version', { ...service, txt: { id } }],
  ['no port', { ...service, port: 0 }],
  ['a port beyond the last', { ...service, port: 70_000 }],
  ['more addresses than a machine has', { ...service, addresses: new Array(65).fill('10.0.0.1') }],
  ['an address without end', { ...service, referer: { address: '1'.repeat(65) } }],
])('%s is not believed', (_, wrong) => {
  expect(readAnnounced(wrong)).toBeUndefined();
});
