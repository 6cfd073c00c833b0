/** A WebSocket as used by the signaling client; narrow enough for a test double. */

export interface Socket {
  /** Ignored unless the socket is open. */
  send(text: string): void;
  /** Closes without further callbacks. */
  close(): void;
}

export interface SocketListener {
  /** Text arrives as a string; other types are unchecked. */
  message(data: unknown): void;
  /** Called once: it could not be opened, or is closed. */
  closed(): void;
}

/** @throws Error if the page may not connect to `url` at all. */
export type OpenSocket = (url: string, listener: SocketListener) => Socket;

export const browserSocket: OpenSocket = (url, listener) => {
  const socket = new WebSocket(url);
  socket.onmessage = ({ data }) => listener.message(data);
  // Follows every error, too.
  socket.onclose = () => listener.closed();
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => {
      socket.onmessage = null;
      socket.onclose = null;
      socket.close();
    },
  };
};
