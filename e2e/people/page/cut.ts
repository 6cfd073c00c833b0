/**
 * Closes a page's connections to other devices, as a pulled cable does. Chromium's "offline" mode cuts HTTP and
 * WebSockets, but not WebRTC; with both, the page has no connection and can make no new one.
 *
 * Runs before the page's own scripts.
 */

const connections = new Set<RTCPeerConnection>();

export function watchConnections(): void {
  const Original = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.add(this);
    }
  };
}

export function cut(): void {
  for (const connection of connections) connection.close();
  connections.clear();
}
