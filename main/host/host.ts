/** Serves the signaling server and the window for browsers on one port. */

import { createServer, type IncomingMessage, type Server } from 'node:http';
import { hostname, networkInterfaces } from 'node:os';
import type { Duplex } from 'node:stream';
import { defaultHostPort, type HostInfo } from '#shared/signaling/host-info.ts';
import { readVotesPath } from '#shared/signaling/host-votes.ts';
import { signalingPath, signalingProtocol } from '#shared/signaling/protocol.ts';
import { baseUrl, lanAddresses, multicastInterfaces } from './discovery/addresses.ts';
import type { Announcement } from './discovery/announcement.ts';
import { Discovery } from './discovery/discovery.ts';
import type { OpenMdns } from './discovery/mdns.ts';
import { probeHost } from './discovery/probe.ts';
import { newHostId } from './host-id.ts';
import type { HostVotes } from './host-votes.ts';
import { boundConnectionsPerAddress, networkOf } from './signaling/connections-per-address.ts';
import { RatePerAddress } from './signaling/rate-per-address.ts';
import {
  defaultSignalingLimits,
  type SignalingLimits,
  SignalingServer,
} from './signaling/signaling-server.ts';
import { isTrustedHost, isTrustedOrigin } from './web/request-guard.ts';
import { webHandler } from './web/web-server.ts';

export interface HostOptions {
  /** 0 selects any free port; {@link defaultHostPort} if absent. */
  readonly port?: number;
  /** The address to listen on; all of IPv4 if absent. */
  readonly host?: string;
  /** Folder of the built window. */
  readonly rendererRoot: string;
  readonly version: string;
  readonly limits?: Partial<SignalingLimits>;
  /** The time limit of a request, milliseconds; 10,000 if absent. */
  readonly requestMilliseconds?: number;
  /** The means to discover other hosts and announce this one; neither happens if absent. */
  readonly discovery?: HostDiscovery;
  /** Keeps votes for boards. */
  readonly votes?: HostVotes;
  /** Receives problems while it runs, e.g. that the system can open no more connections. */
  readonly report?: (problem: Error) => void;
}

export interface HostDiscovery {
  readonly open: OpenMdns;
  /** Addresses of the interfaces to use; those of the network if absent. */
  readonly interfaces?: readonly string[];
}

export interface RunningHost {
  /** The address for a browser on this device. Its name never changes, because a browser's storage is bound to it. */
  readonly url: string;
  /** Reads the network's state at each call. */
  info(): HostInfo;
  stop(): Promise<void>;
}

export type StartProblem =
  /** A Paxboard host listens on the port. */
  | { readonly type: 'already-running'; readonly url: string; readonly version: string }
  | { readonly type: 'port-taken'; readonly port: number }
  /** Only an administrator may listen on the port. */
  | { readonly type: 'port-forbidden'; readonly port: number }
  | { readonly type: 'no-such-address'; readonly host: string }
  /** The folder for the votes cannot be used. */
  | { readonly type: 'no-votes-folder'; readonly why: string }
  | { readonly type: 'failed'; readonly why: string };

export type StartResult =
  | { readonly ok: true; readonly host: RunningHost }
  | { readonly ok: false; readonly problem: StartProblem };

export const everyIPv4Address = '0.0.0.0';

/** Concurrent connections of all kinds, at most. */
const maxHttpConnections = 1024;
/** Connections from one address, at most, beyond those that signaling allows: a browser opens six for a page. */
const maxPagesConnections = 64;
/** The time limit of a request's headers, and of a whole request. There are no uploads. */
const defaultRequestMilliseconds = 10_000;
/** WebSockets about votes from one address: each costs a key agreement. All members of a board may share an address. */
const votesRate = { burst: 128, perSecond: 4 };
/** The interval of that check; Node's own 30 s would triple the limit. */
const checkMilliseconds = 500;

/** Starts a host. Rejects only for bugs; a {@link StartProblem} describes errors of the environment. */
export async function startHost(options: HostOptions): Promise<StartResult> {
  const port = options.port ?? defaultHostPort;
  const bound = options.host ?? everyIPv4Address;
  const machineName = hostname();
  const id = newHostId();
  const signaling = new SignalingServer({
    id,
    lends: options.votes !== undefined,
    ...(options.limits === undefined ? {} : { limits: options.limits }),
  });
  const requestMilliseconds = options.requestMilliseconds ?? defaultRequestMilliseconds;
  const server = createServer({
    headersTimeout: requestMilliseconds,
    requestTimeout: requestMilliseconds,
    connectionsCheckingInterval: checkMilliseconds,
  });
  server.maxConnections = maxHttpConnections;
  const { maxConnectionsPerAddress } = { ...defaultSignalingLimits, ...options.limits };
  boundConnectionsPerAddress(server, maxConnectionsPerAddress + maxPagesConnections);
  const failure = await listen(server, port, bound);
  if (failure !== undefined) {
    await signaling.stop();
    return { ok: false, problem: await problemOf(failure, port, bound) };
  }
  server.on('error', (problem) => options.report?.(problem));
  const actualPort = portOf(server);
  const discovery = discoveryFor(options, { id, port: actualPort, protocol: signalingProtocol });
  const info = (): HostInfo => ({
    app: 'paxboard',
    version: options.version,
    port: actualPort,
    addresses: lanAddresses(networkInterfaces(), bound, actualPort),
    name: machineName,
    id,
    found: [...(discovery?.found() ?? [])],
  });
  server.on('request', webHandler({ rendererRoot: options.rendererRoot, machineName, info }));
  const services = { signaling, votes: options.votes, votesRate: new RatePerAddress(votesRate), machineName };
  server.on('upgrade', (request, socket, head) => upgrade(services, request, socket, head));
  try {
    await options.votes?.start((topic, address) => signaling.announce(topic, address));
  } catch (error) {
    await stop(server, signaling);
    return { ok: false, problem: { type: 'no-votes-folder', why: messageOf(error) } };
  }
  discovery?.start();
  const url = baseUrl(localName(bound), actualPort);
  const end = async () => {
    // Discovery stops first: its goodbye removes this host from the lists of the others before the server closes.
    await discovery?.stop();
    await options.votes?.stop();
    await stop(server, signaling);
  };
  return { ok: true, host: { url, info, stop: end } };
}

function discoveryFor(options: HostOptions, announcement: Announcement): Discovery | undefined {
  const { discovery, host: bound = everyIPv4Address, report } = options;
  if (discovery === undefined) return undefined;
  return new Discovery({
    announcement,
    open: discovery.open,
    interfaces: () => discovery.interfaces ?? multicastInterfaces(networkInterfaces(), bound),
    probe: probeHost,
    report: (problem) => report?.(problem),
  });
}

interface Services {
  readonly signaling: SignalingServer;
  readonly votes: HostVotes | undefined;
  readonly votesRate: RatePerAddress;
  readonly machineName: string;
}

function upgrade(
  { signaling, votes, votesRate, machineName }: Services,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  // Until `ws` has taken over there is no listener, and an unhandled error ends the process.
  const abort = () => socket.destroy();
  socket.on('error', abort);
  const path = (request.url ?? '').replace(/\?.*$/s, '');
  const wanted = votes === undefined ? undefined : readVotesPath(path);
  const from = request.socket.remoteAddress ?? 'unknown';
  if (path !== signalingPath && wanted === undefined)
    refuse(socket, '404 Not Found', `Signaling is at ${signalingPath}.\n`);
  else if (!isTrustedHost(request.headers.host, machineName)) {
    refuse(socket, '403 Forbidden', 'The name that Paxboard was asked for by is not of this network.\n');
  } else if (!isTrustedOrigin(request.headers.origin, machineName, request.headers.host)) {
    refuse(socket, '403 Forbidden', 'Pages from outside this network may not use this server.\n');
  } else if (wanted === undefined || votes === undefined) {
    socket.off('error', abort);
    signaling.upgrade(request, socket, head);
  } else if (!votesRate.allows(from)) refuse(socket, '429 Too Many Requests', 'Please wait a moment.\n');
  else if (wanted.type === 'link' && !votes.has(wanted.witness))
    refuse(socket, '404 Not Found', 'This host keeps no such vote.\n');
  else {
    socket.off('error', abort);
    votes.upgrade(request, socket, head, wanted, networkOf(from));
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function refuse(socket: Duplex, status: string, text: string): void {
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: text/plain; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
  );
}

/** @returns the error; undefined if the server listens. */
function listen(server: Server, port: number, host: string): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    server.once('error', resolve);
    server.listen({ port, host, exclusive: true }, () => {
      server.off('error', resolve);
      resolve(undefined);
    });
  });
}

async function problemOf(failure: NodeJS.ErrnoException, port: number, bound: string): Promise<StartProblem> {
  switch (failure.code) {
    case 'EADDRINUSE': {
      const url = baseUrl(localName(bound), port);
      const health = await probeHost(url);
      return health === undefined
        ? { type: 'port-taken', port }
        : { type: 'already-running', url, version: health.version };
    }
    case 'EACCES':
      return { type: 'port-forbidden', port };
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
      return { type: 'no-such-address', host: bound };
    default:
      return { type: 'failed', why: failure.message };
  }
}

/** The name by which this device reaches a server that listens on `bound`. */
function localName(bound: string): string {
  return ['0.0.0.0', '127.0.0.1', '::', '::1', 'localhost'].includes(bound) ? 'localhost' : bound;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

async function stop(server: Server, signaling: SignalingServer): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  await signaling.stop();
  server.closeAllConnections();
  await closed;
}
