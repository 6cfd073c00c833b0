import { expect, test } from 'vitest';
import { readHealth, readHostInfo } from './host-info.ts';

const info = {
  app: 'paxboard',
  version: '1.0.0',
  port: 7420,
  addresses: ['http://10.0.0.1:7420'],
  name: 'anna',
};

test("reads a host's reply, including unknown fields of a newer one", () => {
  expect(readHostInfo(info)).toEqual(info);
  expect(readHostInfo({ ...info, mood: 'good' })).toMatchObject(info);
  expect(readHealth({ app: 'paxboard', version: '1.0.0', protocol: 1 })).toMatchObject({ protocol: 1 });
});

test.each([
  undefined,
  null,
  'paxboard',
  {},
  { ...info, app: 'other' },
  { ...info, port: 0 },
  { ...info, port: 70_000 },
  { ...info, port: '7420' },
  { ...info, addresses: 'http://10.0.0.1:7420' },
  { ...info, addresses: Array(17).fill('http://h') },
  { ...info, name: 'x'.repeat(300) },
])('%j is not a host', (value) => {
  expect(readHostInfo(value)).toBeUndefined();
  expect(readHealth(value)).toBeUndefined();
});
