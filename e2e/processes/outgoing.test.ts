import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Outgoing, outgoingWatch } from './outgoing.ts';

test('requests of a program beyond the private networks are recorded, others are not', () => {
  const folder = mkdtempSync(join(tmpdir(), 'paxboard-outgoing-'));
  const outgoing = new Outgoing(folder);
  const script = `
    const ignore = () => undefined;
    const socket = require('node:dgram').createSocket('udp4').unref();
    socket.on('error', ignore);
    socket.send('x', 5353, '224.0.0.251', ignore);
    socket.send('x', 9, '203.0.113.7', ignore);
    const net = require('node:net');
    for (const host of ['127.0.0.1', '192.168.77.1', '203.0.113.8'])
      net.connect({ port: 9, host }).on('error', ignore).unref();
    net.connect(9, '203.0.113.9').on('error', ignore).unref();
    net.connect(9, '10.outside.invalid').on('error', ignore).unref();
    fetch('http://outside.invalid/a').catch(ignore);
    require('node:dns/promises').lookup('promised.outside.invalid').catch(ignore);
    fetch('http://localhost:9/').catch(ignore);
    setTimeout(() => process.exit(), 100);`;
  spawnSync(process.execPath, ['-r', outgoingWatch, '-e', script], {
    env: { ...process.env, ...outgoing.env },
  });
  const found = outgoing.take();
  expect(outgoing.all()).toEqual([]);
  rmSync(folder, { recursive: true });
  for (const expected of [
    'datagram 203.0.113.7',
    'socket 203.0.113.8',
    'socket 203.0.113.9',
    'socket 10.outside.invalid',
    'name outside.invalid',
    'name promised.outside.invalid',
  ])
    expect(found).toContain(expected);
  expect(found.filter((line) => !/203\.0\.113\.|outside\.invalid/.test(line))).toEqual([]);
});
