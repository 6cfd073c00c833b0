/** The sockets of a device in Node, for tests against a real host. */

import { WebSocket } from 'ws';
import type { OpenByteSocket } from '#app/mesh/signaling/byte-socket.ts';
import type { OpenSocket } from '#app/mesh/signaling/socket.ts';

export const nodeSocket: OpenSocket = (url, listener) => {
  const socket = new WebSocket(url);
  let isOver = false;
  socket.on('error', () => undefined);
  socket.on('message', (data) => {
    if (!isOver) listener.message(String(data));
  });
  socket.on('close', () => {
    if (!isOver) listener.closed();
  });
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => {
      isOver = true;
      socket.terminate();
    },
  };
};

export const nodeByteSocket: OpenByteSocket = (url, listener) => {
  const socket = new WebSocket(url);
  let isOver = false;
  socket.on('error', () => undefined);
  socket.on('open', () => listener.open());
  socket.on('message', (data: Buffer, isBinary) => {
    if (!isOver) listener.message(isBinary ? Uint8Array.from(data) : undefined);
  });
  socket.on('close', () => {
    if (!isOver) listener.closed();
  });
  return {
    send: (bytes) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(bytes);
    },
    bufferedBytes: () => socket.bufferedAmount,
    close: () => {
      isOver = true;
      socket.terminate();
    },
  };
};
