/** An accepted WebSocket of this host as a {@link ByteSocket}. */

import type { RawData, WebSocket } from 'ws';
import type { ByteSocket, ByteSocketListener } from '#app/mesh/signaling/byte-socket.ts';

/** Time for the closing handshake, milliseconds; then the socket is cut. */
const closeMilliseconds = 1000;

/** @returns a function that hands the open socket to one owner. */
export function adopted(socket: WebSocket): (listener: ByteSocketListener) => ByteSocket {
  return (listener) => {
    let isOver = false;
    // `ws` reports malformed and oversized frames here, and disconnects; `close` follows.
    socket.on('error', () => undefined);
    socket.on('message', (data, isBinary) => {
      if (!isOver) listener.message(isBinary ? bytesOf(data) : undefined);
    });
    socket.on('close', () => {
      if (isOver) return;
      isOver = true;
      listener.closed();
    });
    queueMicrotask(() => {
      if (!isOver) listener.open();
    });
    return {
      send: (bytes) => {
        if (socket.readyState === socket.OPEN) socket.send(bytes);
      },
      bufferedBytes: () => socket.bufferedAmount,
      close: () => {
        isOver = true;
        if (socket.readyState === socket.CLOSED) return;
        socket.close();
        const deadline = setTimeout(() => socket.terminate(), closeMilliseconds);
        deadline.unref();
        socket.on('close', () => clearTimeout(deadline));
      },
    };
  };
}

/** Node's `Buffer` differs from the Uint8Array that it extends. */
function bytesOf(data: RawData): Uint8Array {
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  const buffer = Array.isArray(data) ? Buffer.concat(data) : data;
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}
