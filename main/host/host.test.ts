import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get, type IncomingMessage, type RequestOptions, request } from 'node:http';
import { connect, createServer as createTcpServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readHealth, readHostInfo } from '#shared/signaling/host-info.ts';
import { type HostOptions, type RunningHost, startHost } from './host.ts';
import { TestClient } from './testing/test-client.ts';

let folder: string;
const hosts: RunningHost[] = [];
const servers: Server[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paxboard-'));
  mkdirSync(join(folder, 'renderer/assets'), { recursive: true });
  mkdirSync(join(folder, 'renderer/excalidraw-assets/fonts'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(folder, 'renderer/index.html'), '<!doctype html><title>Paxboard</title>');
  writeFileSync(join(folder, 'renderer/assets/main-abc123.js'), 'export {};');
  writeFileSync(join(folder, 'renderer/excalidraw-assets/fonts/a.woff2'), 'font');
});

afterEach(async () => {
  for (const host of hosts.splice(0)) await host.stop();
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

async function start(
  options: Partial<HostOptions> = {},
): Promise<{ readonly host: RunningHost; readonly port: number }> {
  const result = await startHost({
    port: 0,
    host: '127.0.0.1',
    rendererRoot: join(folder, 'renderer'),
    version: '1.2.3',
    ...options,
  });
  if (!result.ok) throw new Error(result.problem.type);
  hosts.push(result.host);
  return { host: result.host, port: result.host.info().port };
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

function ask(port: number, path: string, options: RequestOptions = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, agent: false, ...options }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('the window', () => {
  test('is served at the root, revalidated each time, and restricted by the policy', async () => {
    const { port } = await start();
    const { status, headers, body } = await ask(port, '/?x=1');
    expect(status).toBe(200);
    expect(body).toContain('<title>Paxboard</title>');
    expect(headers['content-type']).toBe('text/html;charset=utf-8');
    expect(headers['cache-control']).toBe('no-cache');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
  });

  test('files with a hash in their names are cached permanently', async () => {
    const { port } = await start();
    const script = await ask(port, '/assets/main-abc123.js');
    expect(script.status).toBe(200);
    expect(script.headers['content-type']).toContain('javascript');
    expect(script.headers['cache-control']).toContain('immutable');
    const font = await ask(port, '/excalidraw-assets/fonts/a.woff2');
    expect(font.headers['cache-control']).toContain('immutable');
    expect(font.headers['content-type']).toBe('font/woff2');
  });

  test('an unchanged file is not sent again', async () => {
    const { port } = await start();
    const first = await ask(port, '/');
    const etag = first.headers.etag ?? '';
    expect((await ask(port, '/', { headers: { 'If-None-Match': etag } })).status).toBe(304);
  });

  test('serves a build that is made while the host runs', async () => {
    const { port } = await start();
    writeFileSync(join(folder, 'renderer/index.html'), 'newer');
    writeFileSync(join(folder, 'renderer/assets/newer.js'), 'newer');
    expect((await ask(port, '/')).body).toBe('newer');
    expect((await ask(port, '/assets/newer.js')).body).toBe('newer');
  });

  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e%2fsecret.txt',
    '/..%5csecret.txt',
    '//secret.txt',
    '/assets',
    '/assets/',
    '/index',
    '/nothing.js',
  ])('%s is not found', async (path) => {
    const { port } = await start();
    const answer = await ask(port, path);
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain('secret');
  });

  test.each(['/%', '/%ff', '/a%00b', '*'])('%s is a bad request', async (path) => {
    const { port } = await start();
    expect((await ask(port, path)).status).toBe(400);
  });

  test('accepts no uploads', async () => {
    const { port } = await start();
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect((await ask(port, '/', { method })).status).toBe(405);
    }
    const head = await ask(port, '/', { method: 'HEAD' });
    expect([head.status, head.body]).toEqual([200, '']);
  });

  test('ignores invalid ranges', async () => {
    const { port } = await start();
    for (const range of ['bytes=10-5', 'bytes=x', 'bytes=-', 'bytes=0-0,5-1']) {
      expect((await ask(port, '/', { headers: { range } })).status).toBe(200);
    }
  });

  test('continues after an aborted download', async () => {
    writeFileSync(join(folder, 'renderer/assets/large.js'), 'x'.repeat(5_000_000));
    const { port } = await start();
    await new Promise<void>((resolve) => {
      const asked = get({ host: '127.0.0.1', port, path: '/assets/large.js', agent: false }, (response) => {
        response.once('data', () => asked.destroy());
        response.on('error', () => resolve());
      });
    });
    expect((await ask(port, '/')).status).toBe(200);
  });

  test('without a build, serves a page that explains it', async () => {
    rmSync(join(folder, 'renderer/index.html'));
    const { port } = await start();
    const { status, body } = await ask(port, '/');
    expect(status).toBe(503);
    expect(body).toContain('npm start');
  });
});

describe('its description of itself', () => {
  test('/health and /host.json match their schemas', async () => {
    const { port } = await start();
    const health = await ask(port, '/health');
    expect(readHealth(JSON.parse(health.body))).toEqual({
      app: 'paxboard',
      version: '1.2.3',
      protocol: 1,
      host: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    const info = await ask(port, '/host.json');
    expect(readHostInfo(JSON.parse(info.body))).toMatchObject({
      version: '1.2.3',
      port,
      addresses: [],
      id: readHealth(JSON.parse(health.body))?.host,
      found: [],
    });
    expect(info.headers['cache-control']).toBe('no-store');
    expect(info.headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('access', () => {
  test('is denied to a page with a name that resolves to this machine (DNS rebinding)', async () => {
    const { port } = await start();
    for (const path of ['/', '/host.json', '/health']) {
      const answer = await ask(port, path, { headers: { host: 'evil.example:7420' } });
      expect(answer.status).toBe(403);
      expect(answer.body).toContain('evil.example');
    }
  });

  test('is denied to a WebSocket with a foreign origin or host name', async () => {
    const { port } = await start();
    const url = `ws://127.0.0.1:${port}/signal`;
    expect((await new TestClient(url, { Origin: 'https://evil.example' }).closed).code).toBe(1006);
    expect((await new TestClient(url, { Host: 'evil.example' }).closed).code).toBe(1006);
    expect(await new TestClient(url, { Origin: `http://127.0.0.1:${port}` }).next()).toEqual({
      type: 'welcome',
      protocol: 1,
      host: readHealth(JSON.parse((await ask(port, '/health')).body))?.host,
    });
  });

  test('is given to a WebSocket only at the signaling path', async () => {
    const { port } = await start();
    const client = new TestClient(`ws://127.0.0.1:${port}/elsewhere`);
    const status = new Promise((resolve) => {
      client.socket.on('unexpected-response', (_, response) => resolve(response.statusCode));
    });
    expect(await status).toBe(404);
    expect((await ask(port, '/signal')).status).toBe(426);
    expect((await TestClient.connect(`ws://127.0.0.1:${port}/signal?v=1`)).socket.readyState).toBe(1);
  });

  test('continues after bytes that are not HTTP', async () => {
    const { port } = await start();
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => socket.destroy());
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.end('\x16\x03\x01 not http at all\r\n\r\n');
    socket.resume();
    await closed;
    expect((await ask(port, '/health')).status).toBe(200);
  });
});

describe('many connections', () => {
  test('that are silent, from one address, leave room for another address', async () => {
    const { port } = await start();
    const silent = Array.from({ length: 1100 }, () => {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      return socket;
    });
    await Promise.all(
      silent.map(
        (socket) =>
          new Promise((resolve) => {
            socket.on('connect', resolve);
            socket.on('close', resolve);
          }),
      ),
    );
    const { status } = await ask(port, '/health', { localAddress: '127.0.0.2' });
    expect(status).toBe(200);
    for (const socket of silent) socket.destroy();
  });

  test('with slow requests end soon after the time limit', {
    timeout: 10_000,
  }, async () => {
    const { port } = await start({ requestMilliseconds: 300 });
    const slow = connect(port, '127.0.0.1');
    slow.on('error', () => undefined);
    slow.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ');
    const drip = setInterval(() => slow.write('a'), 50);
    slow.resume();
    await new Promise((resolve) => slow.on('close', resolve));
    clearInterval(drip);
  });
});

describe('starting', () => {
  const options = { host: '127.0.0.1', rendererRoot: '/nowhere', version: '1.2.3' };

  test('reports the address of a host that is already running', async () => {
    const { port } = await start();
    expect(await startHost({ ...options, port })).toEqual({
      ok: false,
      problem: { type: 'already-running', url: `http://localhost:${port}`, version: '1.2.3' },
    });
  });

  test.each<[string, () => Server]>([
    ['another web server', () => createServer((_, response) => response.end('{"app":"other"}'))],
    [
      'a server with an infinite response',
      () => createServer((_, response) => response.write('x'.repeat(100_000))),
    ],
    [
      'a program that is not a web server',
      () => createTcpServer((socket) => socket.end('220 ready\r\n').resume()),
    ],
  ])('reports a port as taken that belongs to %s', async (_, make) => {
    const server = make();
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    expect(await startHost({ ...options, port: address.port })).toEqual({
      ok: false,
      problem: { type: 'port-taken', port: address.port },
    });
  });

  test('reports an address that this machine does not have', async () => {
    const host = '192.0.2.123';
    expect(await startHost({ ...options, host, port: 0 })).toEqual({
      ok: false,
      problem: { type: 'no-such-address', host },
    });
  });
});

test('stopping closes all connections and frees the port', async () => {
  const { host, port } = await start();
  const client = await TestClient.connect(`ws://127.0.0.1:${port}/signal`);
  const idle = connect(port, '127.0.0.1');
  await new Promise((resolve) => idle.once('connect', resolve));
  const idleClosed = new Promise((resolve) => idle.on('close', resolve));
  idle.on('error', () => idle.destroy());
  idle.resume();
  await host.stop();
  hosts.splice(0);
  expect((await client.closed).code).toBe(1001);
  await idleClosed;
  const again = await startHost({ port, host: '127.0.0.1', rendererRoot: folder, version: '1' });
  expect(again.ok).toBe(true);
  if (again.ok) hosts.push(again.host);
});
