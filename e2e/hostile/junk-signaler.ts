/** A client without an invite that knows a board's topic, and sends junk there. */

import { randomBytes } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { WebSocket } from 'ws';
import { formatSignalingMessage, parseServerMessage } from '#shared/signaling/protocol.ts';

/** Records a page's messages to its signaling server. Must be called before the page opens a board. */
export function overhearTopic(page: Page): () => Promise<string> {
  let topic: string | undefined;
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const [, joined] = /"type":"join","topic":"([^"]+)"/.exec(String(payload)) ?? [];
      topic = joined ?? topic;
    }),
  );
  return async () => {
    await expect.poll(() => topic).toBeDefined();
    return topic ?? '';
  };
}

/**
 * Joins the topic under a regular address and sends junk to all present peers, then malformed messages, until the server
 * disconnects.
 *
 * @returns the number of peers in the topic.
 */
export async function sendJunk(host: string, topic: string): Promise<number> {
  const socket = new WebSocket(`${host.replace(/^http/, 'ws')}/signal`);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  // The server disconnects while data is being sent.
  socket.on('error', () => socket.terminate());
  const peers = await new Promise<readonly string[]>((resolve, reject) => {
    socket.once('close', () => reject(new Error('the signaling server closed the connection')));
    socket.on('message', (data) => {
      const parsed = parseServerMessage(String(data));
      if (!parsed.ok) return;
      if (parsed.message.type === 'welcome') {
        const part = () => randomBytes(4).toString('hex');
        const peer = `${randomBytes(16).toString('base64url')}-${part()}-${part()}`;
        socket.send(formatSignalingMessage({ type: 'join', topic, peer }));
      } else if (parsed.message.type === 'members') resolve(parsed.message.peers);
    });
  });
  for (const to of peers) {
    for (const bytes of [1, 24, 40, 1000, 40_000]) {
      for (let times = 0; times < 10; times += 1) {
        const data = randomBytes(bytes).toString('base64url');
        socket.send(formatSignalingMessage({ type: 'signal', topic, to, data }));
      }
    }
  }
  for (let times = 0; times < 50; times += 1) socket.send(`{"type":"signal","topic":${times}`);
  socket.send(randomBytes(100_000));
  await closed;
  return peers.length;
}
