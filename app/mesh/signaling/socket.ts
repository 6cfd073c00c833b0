/** A WebSocket as the signaling client uses it; narrow enough for a test to play it. */

export interface Socket {
  /** Does nothing unless the socket is open. */
  send(text: string): void;
  /** Nothing is called back any more. */
  close(): void;
}

export interface SocketListener {
  /** Text comes as a string; whatever else comes is not checked. */
  message(data: unknown): void;
  /** Once: it could not be opened, or is closed. */
  closed(): void;
}

/** @throws Error where the page is not allowed to connect to `url` at all. */
export type OpenSocket = (url: string, listener: SocketListener) => Socket;

export const browserSocket: OpenSocket = (url, listener) => {
  const socket = new WebSocket(url);
  socket.onmessage = ({ data }) => listener.message(data);
  // Comes after every error, too.
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
