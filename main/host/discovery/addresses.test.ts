import type { NetworkInterfaceInfo } from 'node:os';
import { expect, test } from 'vitest';
import { baseUrl, lanAddresses } from './addresses.ts';

function ipv4(address: string, internal = false): NetworkInterfaceInfo {
  return { address, family: 'IPv4', internal, netmask: '255.255.255.0', mac: '', cidr: null };
}

function ipv6(address: string, internal = false): NetworkInterfaceInfo {
  return { address, family: 'IPv6', internal, netmask: 'ffff::', mac: '', cidr: null, scopeid: 0 };
}

const interfaces = {
  lo: [ipv4('127.0.0.1', true), ipv6('::1', true)],
  docker0: [ipv4('172.17.0.1')],
  eth0: [ipv4('203.0.113.5'), ipv6('2001:db8::5'), ipv6('fe80::5')],
  wlan0: [ipv4('192.168.1.20'), ipv6('fd00::20'), ipv4('169.254.3.4')],
};

test('private addresses come first, virtual networks last', () => {
  expect(lanAddresses(interfaces, '::', 7420)).toEqual([
    'http://192.168.1.20:7420',
    'http://203.0.113.5:7420',
    'http://[fd00::20]:7420',
    'http://[2001:db8::5]:7420',
    'http://172.17.0.1:7420',
  ]);
});

test('lists only addresses that the server listens on', () => {
  expect(lanAddresses(interfaces, '0.0.0.0', 80)).toEqual([
    'http://192.168.1.20:80',
    'http://203.0.113.5:80',
    'http://172.17.0.1:80',
  ]);
  expect(lanAddresses(interfaces, '192.168.1.20', 80)).toEqual(['http://192.168.1.20:80']);
  expect(lanAddresses(interfaces, '127.0.0.1', 80)).toEqual([]);
});

test.each(['10.1.2.3', '172.16.0.1', '172.31.255.1', '192.168.0.1'])(
  '%s is private and comes before others',
  (address) => {
    expect(lanAddresses({ a: [ipv4('172.32.0.1')], b: [ipv4(address)] }, '0.0.0.0', 1)[0]).toBe(
      baseUrl(address, 1),
    );
  },
);

test('lists 16 addresses at most', () => {
  const many = Array.from({ length: 100 }, (_, at) => ipv4(`10.0.0.${at}`));
  expect(lanAddresses({ eth0: many }, '0.0.0.0', 1)).toHaveLength(16);
});
