/** A WebSocket with binary messages, as {@link CreateChannel socketChannel} uses it; narrow enough for a test double. */

export interface ByteSocket {
  /** Ignored unless the socket is open. */
  send(bytes: Uint8Array): void;
  /** Bytes that were sent and have not left yet. */
  bufferedBytes(): number;
  /** Closes without further callbacks. */
  close(): void;
}

export interface ByteSocketListener {
  open(): void;
  /** Undefined for a message that is not bytes. */
  message(bytes: Uint8Array | undefined): void;
  /** Called once: it could not be opened, or is closed. */
  closed(): void;
}

/** @throws Error if the page may not connect to `url` at all. */
export type OpenByteSocket = (url: string, listener: ByteSocketListener) => ByteSocket;

export const browserByteSocket: OpenByteSocket = (url, listener) => {
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  socket.onopen = () => listener.open();
  socket.onmessage = ({ data }: MessageEvent<unknown>) =>
    listener.message(data instanceof ArrayBuffer ? new Uint8Array(data) : undefined);
  // Follows every error, too.
  socket.onclose = () => listener.closed();
  return {
    send: (bytes) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(new Uint8Array(bytes));
    },
    bufferedBytes: () => socket.bufferedAmount,
    close: () => {
      socket.onopen = null;
      socket.onmessage = null;
      socket.onclose = null;
      socket.close();
    },
  };
};
