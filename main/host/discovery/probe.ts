/** Checks whether a Paxboard host listens on a port. */

import { get } from 'node:http';
import { type Health, maxHostReplyBytes, readHealth } from '#shared/signaling/host-info.ts';

const probeMilliseconds = 1500;

/** @returns undefined if no Paxboard host responds in time. Never rejects. */
export function probeHost(url: string): Promise<Health | undefined> {
  return new Promise((resolve) => {
    const request = get(`${url}/health`, { timeout: probeMilliseconds, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > maxHostReplyBytes) end(undefined);
        else chunks.push(chunk);
      });
      response.on('error', () => end(undefined));
      response.on('end', () => end(parse(Buffer.concat(chunks).toString('utf8'))));
    });
    // `timeout` measures silence only; a server could send single bytes.
    const deadline = setTimeout(() => end(undefined), probeMilliseconds);
    const end = (health: Health | undefined) => {
      clearTimeout(deadline);
      request.destroy();
      resolve(health);
    };
    request.on('timeout', () => end(undefined));
    request.on('error', () => end(undefined));
  });
}

function parse(text: string): Health | undefined {
  try {
    return readHealth(JSON.parse(text));
  } catch {
    // A SyntaxError: another server.
    return undefined;
  }
}
