import { createServer, type Server } from 'node:http';
import { afterEach } from 'vitest';
import { type SignalingLimits, SignalingServer } from '../signaling/signaling-server.ts';

const running: { readonly signaling: SignalingServer; readonly server: Server }[] = [];

afterEach(async () => {
  for (const { signaling, server } of running.splice(0)) {
    await signaling.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** Starts a signaling server on a free port of this computer; it stops after the test. */
export async function serve(limits: Partial<SignalingLimits> = {}, now?: () => number) {
  const signaling = new SignalingServer({ limits, ...(now === undefined ? {} : { now }) });
  const server = createServer();
  server.on('upgrade', (request, socket, head) => signaling.upgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  running.push({ signaling, server });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const { port } = address;
  return { signaling, port, url: `ws://127.0.0.1:${port}/signal` };
}
