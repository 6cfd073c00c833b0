import { expect, test, vi } from 'vitest';
import { toBase64url } from '#shared/invite/base64url.ts';
import { boardSecretBytes, viewSecretBytes } from '#shared/invite/invite.ts';
import { read, requests, toMain, toWindow } from './ipc.ts';
import { isOwnWindow } from './ipc-main.ts';
import { ask, listen, mismatch } from './ipc-window.ts';

const info = { app: 'paxboard', version: '1', port: 7420, addresses: ['http://10.0.0.1:7420'], name: 'anna' };

test('channel names are unique', () => {
  const names = [requests, toMain, toWindow].flatMap((channels) =>
    Object.values(channels).map(({ name }) => name),
  );
  expect(new Set(names).size).toBe(names.length);
});

test('a valid reply of the host passes', () => {
  const schema = requests.hostInfo.result;
  expect(read(schema, { ok: true, info })).toEqual({ value: { ok: true, info } });
  expect(read(schema, { ok: false, why: 'no port' })).toEqual({ value: { ok: false, why: 'no port' } });
});

test.each([
  undefined,
  null,
  'ok',
  {},
  { ok: true },
  { ok: true, info: { ...info, port: 0 } },
  { ok: true, info: { ...info, app: 'other' } },
  { ok: true, info: { ...info, addresses: Array(17).fill('http://h') } },
  { ok: false },
  { ok: false, why: 'x'.repeat(2000) },
])('%j is reported as a mismatch', async (value) => {
  await expect(ask({ invoke: async () => value }, requests.hostInfo, undefined)).rejects.toThrow(mismatch);
});

test.each([
  [requests.changeSettings.argument, { stayInTray: 'yes' }],
  [requests.changeSettings.argument, { stayInTray: true, more: 1 }],
  [requests.sealSecret.argument, 'x'.repeat(87)],
  [requests.openSecret.argument, 'x'.repeat(5000)],
  [requests.settings.argument, 1],
  [toWindow.joinLink.payload, 'x'.repeat(5000)],
  [toWindow.joinLink.payload, { link: 'x' }],
  [toWindow.lifeStep.payload, { number: 0, event: 'leave' }],
  [toWindow.lifeStep.payload, { number: 1, event: 'explode' }],
  [toMain.lifeStepDone.payload, 1.5],
])('a value that violates its schema is rejected (%#)', (schema, value) => {
  expect(read(schema, value)).toBeUndefined();
});

test.each([boardSecretBytes, viewSecretBytes])('a secret of %i bytes can be sealed and opened', (bytes) => {
  const secret = toBase64url(new Uint8Array(bytes).fill(255));
  expect(read(requests.sealSecret.argument, secret)).toEqual({ value: secret });
  expect(read(requests.openSecret.result, secret)).toEqual({ value: secret });
});

test('the window receives valid messages until it stops listening', () => {
  const received = vi.fn();
  const listeners = new Map<string, (event: unknown, value: unknown) => void>();
  const end = listen(
    {
      on: (name, listener) => listeners.set(name, listener),
      off: (name) => listeners.delete(name),
    },
    toWindow.joinLink,
    received,
  );
  const deliver = listeners.get(toWindow.joinLink.name);
  deliver?.(undefined, 'paxboard://join/x');
  deliver?.(undefined, 7);
  expect(received.mock.calls).toEqual([['paxboard://join/x']]);
  end();
  expect(listeners.size).toBe(0);
});

test('only the top frame of a page with the app’s origin is accepted as a sender', () => {
  const frame = (url: string, parent: unknown = null) => ({ senderFrame: { url, parent } });
  expect(isOwnWindow(frame('app://paxboard/#board=1'))).toBe(true);
  expect(isOwnWindow(frame('app://other/'))).toBe(false);
  expect(isOwnWindow(frame('https://paxboard/'))).toBe(false);
  expect(isOwnWindow(frame('app://paxboard/', {}))).toBe(false);
  expect(isOwnWindow({ senderFrame: null })).toBe(false);
});
