/**
 * Ends a page's connections to other devices, as a pulled cable does. Chromium's own "offline" cuts HTTP and
 * WebSockets and leaves WebRTC alone; with both, nothing is left, and nothing new comes about.
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
