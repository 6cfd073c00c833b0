/**
 * The handshake of `shared/invite/handshake.ts`, carried over a new channel: a hello each way, then a proof each way.
 */

import { Packr } from 'msgpackr';
import { type DeviceIdentity, replicaOf } from '#shared/invite/device-key.ts';
import {
  type HandshakeRole,
  type Hello,
  helloNonceBytes,
  maxPeerNameLength,
  peerProtocol,
  prove,
  proves,
  readHello,
  readProof,
  type Transcript,
} from '#shared/invite/handshake.ts';
import type { BoardAccess } from '#shared/invite/invite.ts';
import type { BoardKeys } from '#shared/invite/keys.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { scan } from '#shared/wire/scan.ts';
import type { RandomBytes } from '../backoff.ts';
import { ChannelError } from './channel-messages.ts';

/** Who a peer is, as it has proved. */
export interface Introduction {
  readonly replica: ReplicaId;
  /** For people; may be empty. */
  readonly name: string;
  readonly access: BoardAccess;
}

/** Who this device is. */
export interface Myself extends DeviceIdentity {
  /** For people on the other devices. */
  readonly name: string;
}

export interface HandshakeOptions {
  readonly role: HandshakeRole;
  readonly me: Myself;
  readonly keys: Pick<BoardKeys, 'handshakeKey' | 'editorKey' | 'editorSecretKey'>;
  readonly random: RandomBytes;
  /** See `Transcript.channelBinding`. */
  readonly channelBinding: Uint8Array;
}

export type HandshakeStep =
  /** `reply` is to be sent; more is to come. */
  | { readonly type: 'waiting'; readonly reply?: Uint8Array }
  | { readonly type: 'proven'; readonly peer: Introduction }
  /** It has another board's secret, or none; or it is not the device, or may not do, what it says. */
  | { readonly type: 'unproven' }
  /** It uses this device's own replica id: a copy of its database. */
  | { readonly type: 'copy'; readonly peer: Introduction }
  | { readonly type: 'version'; readonly theirs: number };

const packr = new Packr({ useRecords: false });

export class Handshake {
  readonly #options: HandshakeOptions;
  readonly #mine: Hello;
  #theirs: Hello | undefined;

  constructor(options: HandshakeOptions) {
    this.#options = options;
    this.#mine = {
      type: 'hello',
      protocol: peerProtocol,
      deviceKey: options.me.deviceKey,
      access: options.keys.editorSecretKey === undefined ? 'view' : 'edit',
      name: options.me.name.slice(0, maxPeerNameLength),
      nonce: options.random(helloNonceBytes),
    };
  }

  /** What is to be sent first. */
  hello(): Uint8Array {
    return packr.pack(this.#mine);
  }

  /** @throws ChannelError if `body` is not the step that follows. */
  receive(body: Uint8Array): HandshakeStep {
    const value = unpacked(body);
    return this.#theirs === undefined ? this.#receiveHello(value) : this.#receiveProof(value, this.#theirs);
  }

  #receiveHello(value: unknown): HandshakeStep {
    const read = readHello(value);
    if (!read.ok) {
      if (read.problem === 'version') return { type: 'version', theirs: read.theirs };
      throw new ChannelError('something else than a hello');
    }
    this.#theirs = read.hello;
    const { keys, me, role } = this.#options;
    const { deviceSecretKey } = me;
    const proof = prove({ ...keys, deviceSecretKey }, role, this.#transcript(read.hello));
    return { type: 'waiting', reply: packr.pack(proof) };
  }

  #receiveProof(value: unknown, theirs: Hello): HandshakeStep {
    const read = readProof(value);
    if (read === undefined) throw new ChannelError('something else than a proof');
    const theirRole = this.#options.role === 'initiator' ? 'responder' : 'initiator';
    if (!proves(this.#options.keys, theirRole, this.#transcript(theirs), read)) return { type: 'unproven' };
    const { deviceKey, name, access } = theirs;
    const peer = { replica: replicaOf(deviceKey), name, access };
    return { type: peer.replica === this.#options.me.replica ? 'copy' : 'proven', peer };
  }

  #transcript(theirs: Hello): Transcript {
    const { role, channelBinding } = this.#options;
    return role === 'initiator'
      ? { initiator: this.#mine, responder: theirs, channelBinding }
      : { initiator: theirs, responder: this.#mine, channelBinding };
  }
}

/** Nobody has proved anything yet: what could be more than data, or promises more than it holds, is not decoded. */
function unpacked(body: Uint8Array): unknown {
  const problem = scan(body, 0);
  if (problem !== undefined) throw new ChannelError(`a handshake that is ${problem}`);
  try {
    return packr.unpack(body);
  } catch {
    throw new ChannelError('a handshake that cannot be decoded');
  }
}
