/**
 * Encodes the handshake of `shared/invite/handshake.ts`: the payloads of the key agreement (`secure-channel.ts`), and
 * the proofs after it.
 */

import { Packr } from 'msgpackr';
import {
  type HandshakeRole,
  type Hello,
  maxPeerNameLength,
  prove,
  proves,
  readHello,
  readProof,
} from '#shared/invite/handshake.ts';
import type { BoardAccess } from '#shared/invite/invite.ts';
import { type DeviceIdentity, replicaOf } from '#shared/invite/keys/device-key.ts';
import type { BoardKeys } from '#shared/invite/keys/keys.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { scan } from '#shared/wire/codec/scan.ts';
import { ChannelError } from './channel-messages.ts';

/** The identity that a peer has proved. */
export interface Introduction {
  readonly replica: ReplicaId;
  /** A display name; may be empty. */
  readonly name: string;
  readonly access: BoardAccess;
  /** See {@link Hello}. */
  readonly guest?: true;
  /** It may neither read nor change the board, and an editor permitted it to lend a vote. */
  readonly witness?: true;
}

/** The identity of this device. */
export interface Myself extends DeviceIdentity {
  /** The display name on other devices. */
  readonly name: string;
  /** See {@link Hello}. */
  readonly guest?: true;
  /** See {@link Hello}. */
  readonly witness?: Uint8Array;
}

export interface HandshakeOptions {
  readonly role: HandshakeRole;
  readonly me: Myself;
  readonly keys: Pick<
    BoardKeys,
    'handshakeKey' | 'editorKey' | 'editorSecretKey' | 'viewerKey' | 'viewerSecretKey'
  >;
}

export type HandshakeResult =
  | { readonly type: 'proven'; readonly peer: Introduction }
  /** It has another board's secret, or none; or it cannot prove its device or access. */
  | { readonly type: 'unproven' }
  /** It uses this device's replica id: a copy of its database. */
  | { readonly type: 'copy'; readonly peer: Introduction };

const packr = new Packr({ useRecords: false });

export class Handshake {
  readonly #options: HandshakeOptions;
  #theirs: Hello | undefined;
  #hash: Uint8Array | undefined;

  constructor(options: HandshakeOptions) {
    this.#options = options;
  }

  /** The identity that this device claims. */
  hello(): Uint8Array {
    const { me, keys } = this.#options;
    const mine: Hello = {
      deviceKey: me.deviceKey,
      access: keys.editorSecretKey === undefined ? 'view' : 'edit',
      ...(me.guest === true ? { guest: true } : {}),
      ...(me.witness === undefined ? {} : { witness: me.witness }),
      name: me.name.slice(0, maxPeerNameLength),
    };
    return Uint8Array.from(packr.pack(mine));
  }

  /**
   * Both ends have the same keys.
   *
   * @param hello of the other end.
   * @param handshakeHash over the whole transcript.
   * @returns the proof to send.
   * @throws ChannelError if `hello` is malformed.
   */
  agreed(hello: Uint8Array, handshakeHash: Uint8Array): Uint8Array {
    const theirs = readHello(unpacked(hello));
    if (theirs === undefined) throw new ChannelError('something else than a hello');
    this.#theirs = theirs;
    this.#hash = handshakeHash;
    const { keys, me, role } = this.#options;
    const { deviceSecretKey } = me;
    return Uint8Array.from(packr.pack(prove({ ...keys, deviceSecretKey }, role, handshakeHash)));
  }

  /** @throws ChannelError if `body` is not the expected proof. */
  receive(body: Uint8Array): HandshakeResult {
    const [theirs, hash] = [this.#theirs, this.#hash];
    const read = readProof(unpacked(body));
    if (read === undefined || theirs === undefined || hash === undefined) {
      throw new ChannelError('something else than a proof');
    }
    const theirRole = this.#options.role === 'initiator' ? 'responder' : 'initiator';
    if (!proves(this.#options.keys, theirRole, theirs, hash, read)) return { type: 'unproven' };
    const { deviceKey, witness, ...said } = theirs;
    const lent = witness === undefined ? {} : ({ witness: true } as const);
    const peer = { replica: replicaOf(deviceKey), ...said, ...lent };
    return { type: peer.replica === this.#options.me.replica ? 'copy' : 'proven', peer };
  }
}

/** Decodes the input of an unauthenticated peer: only plain data, which holds what it announces. */
export function unpacked(body: Uint8Array): unknown {
  const problem = scan(body, 0);
  if (problem !== undefined) throw new ChannelError(`a handshake that is ${problem}`);
  try {
    return packr.unpack(body.slice());
  } catch {
    throw new ChannelError('a handshake that cannot be decoded');
  }
}
