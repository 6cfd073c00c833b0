/**
 * The signaling server of y-webrtc, in a separate process on this machine. It answers each request with an empty page
 * of its own origin.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const startMilliseconds = 15_000;

export interface YjsSignaling {
  /** `http://localhost:<port>` */
  readonly url: string;
  stop(): Promise<void>;
}

/** @throws Error if it does not start. */
export async function startYjsSignaling(): Promise<YjsSignaling> {
  const port = await freePort();
  const entry = createRequire(import.meta.url).resolve('y-webrtc');
  const program = join(dirname(entry), '../bin/server.js');
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await untilItSays(child, 'running');
  return {
    url: `http://localhost:${port}`,
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await ended;
    },
  };
}

function untilItSays(child: ChildProcess, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = () => reject(new Error('The signaling server of y-webrtc did not start'));
    const deadline = setTimeout(fail, startMilliseconds);
    child.once('exit', fail);
    child.stdout?.on('data', (output: Buffer) => {
      if (!output.toString('utf8').includes(text)) return;
      clearTimeout(deadline);
      resolve();
    });
  });
}

/** The server takes no address and no port 0. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port'));
        else resolve(address.port);
      });
    });
  });
}
