/**
 * A device with a view link and a modified client that impersonates editors. Runs in a page, with the app's mesh: its
 * messages are well-formed, and only the claimed identity is false.
 */

import { bytesToHex } from '@noble/hashes/utils.js';
import { systemClock } from '#app/clock/clock.ts';
import type { ChannelSignal } from '#app/mesh/link/channel/channel.ts';
import { simplePeerChannel } from '#app/mesh/link/channel/simple-peer-channel.ts';
import { FrameCutter } from '#app/mesh/link/chunks.ts';
import type { HandshakeOptions } from '#app/mesh/link/handshake.ts';
import { PeerLink } from '#app/mesh/link/peer-link.ts';
import { type ConnectionSignal, SignalBox } from '#app/mesh/signaling/signal-box.ts';
import type { HandshakeRole } from '#shared/invite/handshake.ts';
import { deviceIdentity, deviceKeyBytes } from '#shared/invite/keys/device-key.ts';
import { deriveKeys } from '#shared/invite/keys/keys.ts';
import { parseInvite } from '#shared/invite/link.ts';
import { formatSignalingMessage, parseServerMessage, signalingPath } from '#shared/signaling/protocol.ts';

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export interface Impersonation {
  /** Other devices in the topic. */
  readonly members: number;
  /** Signals sent under their addresses. */
  readonly offered: number;
  /** Signals received at their addresses. */
  readonly received: number;
  /** Links that completed the handshake. */
  readonly proven: number;
}

/** Joins under the address of every present device, and offers all others a link under it. @param ms how long to try. */
export async function impersonate(link: string, ms: number): Promise<Impersonation> {
  const parsed = parseInvite(link);
  if (!parsed.ok) throw new Error(parsed.problem);
  const keys = deriveKeys(parsed.invite.secret);
  if (keys.editorSecretKey !== undefined) throw new Error('the link gives edit access');
  const me = { ...deviceIdentity(random(deviceKeyBytes)), name: 'Mallory' };
  const [host = ''] = parsed.invite.hosts;
  const own = await join(host, keys.topic, `${me.replica}-00000000-${bytesToHex(random(4))}`);
  const members = own.peers;
  own.socket.close();

  const links: PeerLink[] = [];
  let [offered, heard, proven] = [0, 0, 0];
  for (const name of members) {
    const from = `${name.slice(0, -8)}${bytesToHex(random(4))}`;
    const { socket } = await join(host, keys.topic, from);
    const box = new SignalBox({ topic: keys.topic, signalingKey: keys.signalingKey, me, random });
    const opened = new Map<string, PeerLink>();
    socket.onmessage = ({ data }) => {
      const parsed = parseServerMessage(String(data));
      if (!parsed.ok || parsed.message.type !== 'signal') return;
      heard += 1;
      const signal = box.open(parsed.message.from, from, parsed.message.data);
      if (signal.ok) opened.get(signal.signal.connection)?.signal(signal.signal.signal);
    };
    for (const to of members.filter((member) => member !== name)) {
      const connection = bytesToHex(random(8));
      const send = (signal: ChannelSignal) => {
        const data = box.seal(from, to, { connection, signal } satisfies ConnectionSignal);
        if (data === undefined) return;
        offered += 1;
        socket.send(formatSignalingMessage({ type: 'signal', topic: keys.topic, to, data }));
      };
      const made = end('initiator', { me, keys }, send, {
        proven: () => {
          proven += 1;
        },
        frame: () => undefined,
      });
      opened.set(connection, made);
      links.push(made);
    }
  }
  await wait(ms);
  for (const made of links) made.destroy();
  return { members: members.length, offered, received: heard, proven };
}

interface Joined {
  readonly socket: WebSocket;
  readonly peers: readonly string[];
}

function join(host: string, topic: string, peer: string): Promise<Joined> {
  const socket = new WebSocket(new URL(signalingPath, host.replace(/^http/, 'ws')));
  return new Promise((resolve, reject) => {
    socket.onclose = () => reject(new Error('the signaling server closed the connection'));
    socket.onmessage = ({ data }) => {
      const parsed = parseServerMessage(String(data));
      if (!parsed.ok) return reject(new Error(parsed.why));
      const { message } = parsed;
      if (message.type === 'welcome') socket.send(formatSignalingMessage({ type: 'join', topic, peer }));
      if (message.type === 'members') resolve({ socket, peers: message.peers });
      if (message.type === 'error') reject(new Error(message.code));
    };
  });
}

function end(
  role: HandshakeRole,
  options: Pick<HandshakeOptions, 'me' | 'keys'>,
  signal: (signal: ChannelSignal) => void,
  listener: {
    readonly proven: () => void;
    readonly frame: (bytes: Uint8Array) => void;
    readonly ended?: (why: string) => void;
  },
): PeerLink {
  const nothing = () => undefined;
  return new PeerLink({
    ...options,
    role,
    createChannel: simplePeerChannel,
    clock: systemClock,
    random,
    listener: {
      signal,
      proven: () => listener.proven(),
      frame: (_lane, bytes) => listener.frame(bytes),
      linkMessage: nothing,
      measured: nothing,
      ended: ({ type }) => listener.ended?.(type),
    },
  });
}

/** Places for a foreign certificate in a session description: parsers differ in the one that they use. */
export type Injection = 'none' | 'session' | 'line separator' | 'carriage return' | 'twice';

function injected(sdp: string, fingerprint: string, how: Injection): string {
  const line = `a=fingerprint:${fingerprint}`;
  switch (how) {
    case 'none':
      return sdp;
    case 'session':
      return sdp.replace(/\r\nm=/, `\r\n${line}\r\nm=`);
    case 'line separator':
      return sdp.replace(/\r\ns=[^\r]*/, (name) => `${name} \u2028${line}`);
    case 'carriage return':
      return sdp.replace(/\r\ns=[^\r]*/, (name) => `${name} \r${line} `);
    case 'twice':
      return sdp.replace(/a=fingerprint:/, `${line}\r\na=fingerprint:`);
  }
}

const fingerprintOf = (sdp: string) => /a=fingerprint:(.*)/.exec(sdp)?.[1]?.trim() ?? '';

export interface Interception {
  readonly proven: number;
  /** Data channels to the two editors that opened. */
  readonly open: number;
  /** Relayed messages. */
  readonly carried: number;
  /** Frames that an editor accepted. */
  readonly accepted: number;
  /** The reasons for which the links ended after a forged frame. */
  readonly ended: readonly string[];
}

/** Forwards the signals of two editors, and replaces their connection with two connections to itself. */
export async function intercept(how: Injection): Promise<Interception> {
  const keys = deriveKeys(random(32));
  const frames: Uint8Array[] = [];
  const ended: string[] = [];
  let [proven, carried] = [0, 0];
  const listener = {
    proven: () => {
      proven += 1;
    },
    frame: (bytes: Uint8Array) => frames.push(bytes),
    ended: (why: string) => ended.push(why),
  };
  const member = (name: string) => ({ me: { ...deviceIdentity(random(deviceKeyBytes)), name }, keys });

  const [toFirst, toSecond] = [new Leg(), new Leg()];
  toFirst.onData = (data) => {
    carried += 1;
    toSecond.send(data);
  };
  toSecond.onData = (data) => {
    carried += 1;
    toFirst.send(data);
  };
  toSecond.attach(toSecond.connection.createDataChannel('between'));

  const first = end('initiator', member('Ada'), (signal) => void relayFirst(signal), listener);
  const second = end('responder', member('Ben'), (signal) => void relaySecond(signal), listener);
  toFirst.connection.onicecandidate = ({ candidate }) =>
    candidate && first.signal({ type: 'candidate', candidate: plain(candidate) });
  toSecond.connection.onicecandidate = ({ candidate }) =>
    candidate && second.signal({ type: 'candidate', candidate: plain(candidate) });

  async function relayFirst(signal: ChannelSignal): Promise<void> {
    if (signal.type === 'candidate') return toFirst.addCandidate(signal.candidate);
    await toFirst.describe({ type: signal.type, sdp: signal.sdp });
    const offer = await toSecond.connection.createOffer();
    await toSecond.connection.setLocalDescription(offer);
    second.signal({ type: 'offer', sdp: injected(offer.sdp ?? '', fingerprintOf(signal.sdp), how) });
  }
  async function relaySecond(signal: ChannelSignal): Promise<void> {
    if (signal.type === 'candidate') return toSecond.addCandidate(signal.candidate);
    await toSecond.describe({ type: signal.type, sdp: signal.sdp });
    const answer = await toFirst.connection.createAnswer();
    await toFirst.connection.setLocalDescription(answer);
    first.signal({ type: 'answer', sdp: injected(answer.sdp ?? '', fingerprintOf(signal.sdp), how) });
  }

  await until(() => carried >= 8);
  await wait(500);
  const open = [toFirst, toSecond].filter(({ isOpen }) => isOpen).length;
  const forged = new FrameCutter('consensus', new TextEncoder().encode('forged')).next() ?? new Uint8Array();
  for (const side of [toFirst, toSecond]) side.send(forged.slice().buffer);
  await wait(1500);
  for (const made of [first, second]) made.destroy();
  for (const side of [toFirst, toSecond]) side.connection.close();
  return { proven, open, carried, accepted: frames.length, ended };
}

/** The connection to one of the editors. */
class Leg {
  readonly connection = new RTCPeerConnection();
  onData: (data: ArrayBuffer) => void = () => undefined;
  #channel: RTCDataChannel | undefined;
  #early: ArrayBuffer[] = [];
  #candidates: RTCIceCandidateInit[] = [];

  constructor() {
    this.connection.ondatachannel = ({ channel }) => this.attach(channel);
  }

  get isOpen(): boolean {
    return this.#channel?.readyState === 'open';
  }

  attach(channel: RTCDataChannel): void {
    this.#channel = channel;
    channel.binaryType = 'arraybuffer';
    channel.onmessage = ({ data }) => this.onData(data);
    channel.onopen = () => this.#flush();
    if (this.isOpen) this.#flush();
  }

  send(data: ArrayBuffer): void {
    if (this.isOpen) this.#channel?.send(data);
    else this.#early.push(data);
  }

  async addCandidate(candidate: RTCIceCandidateInit | object): Promise<void> {
    if (this.connection.remoteDescription === null) this.#candidates.push(candidate);
    else await this.connection.addIceCandidate(candidate);
  }

  async describe(description: RTCSessionDescriptionInit): Promise<void> {
    await this.connection.setRemoteDescription(description);
    for (const candidate of this.#candidates.splice(0)) await this.connection.addIceCandidate(candidate);
  }

  #flush(): void {
    for (const data of this.#early.splice(0)) this.#channel?.send(data);
  }
}

function plain(candidate: RTCIceCandidate) {
  const { candidate: text = '', sdpMid, sdpMLineIndex, usernameFragment } = candidate.toJSON();
  return { candidate: text, sdpMid, sdpMLineIndex, usernameFragment };
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 50 && !holds(); tries += 1) await wait(100);
}
