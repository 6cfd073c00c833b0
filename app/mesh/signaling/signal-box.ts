/**
 * Signals of one device during one stay at one server: signed by the device's key, and sealed for one recipient in one
 * topic.
 *
 * The server can neither read a session description (it holds this device's addresses) nor replace it, and neither can
 * a member: an address starts with the replica id, which is a hash of the signing key. Signals cannot be replayed: the
 * signature covers both addresses, a device draws a new one at each join, and each signal's number counts once.
 *
 * | sealed bytes | |
 * |---|---|
 * | 32 | the sender's public key (Ed25519) |
 * | 8 | number, a big-endian double: 1, 2, 3 … of this sender for this recipient |
 * | 64 | signature over the topic, both addresses, the number and the content |
 * | the rest | content: JSON |
 *
 * Key and signature are inside the seal: a server learns nothing from them, and a stranger cannot cause a signature
 * check.
 */

import { ed25519 } from '@noble/curves/ed25519.js';
import { concatBytes } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import { BoundedMap } from '#shared/collections/bounded-map.ts';
import { fromBase64url, toBase64url } from '#shared/invite/base64url.ts';
import { signatureBytes } from '#shared/invite/handshake.ts';
import { type DeviceIdentity, deviceKeyBytes, replicaOf } from '#shared/invite/keys/device-key.ts';
import { open, seal, sealNonceBytes } from '#shared/invite/keys/seal.ts';
import { isSigned } from '#shared/invite/keys/signature.ts';
import { maxSignalDataLength } from '#shared/signaling/protocol.ts';
import { channelSignalSchema } from '../link/channel/channel.ts';
import type { RandomBytes } from '../redial/backoff.ts';
import { readAddress } from './peer-address.ts';

export const connectionIdLength = 16;

/**
 * The distance, in either direction, of a signal's number from the highest that its sender has used. Older ones count
 * as repeated; newer ones are rejected, so that no signal can make all later ones stale.
 */
export const replayWindow = 1024;

/** Senders and recipients with a counter, at most; the longest silent is evicted first. */
export const maxCounted = 512;

const numberBytes = 8;
const headerBytes = deviceKeyBytes + numberBytes + signatureBytes;

const connectionSignal = v.strictObject({
  /** The attempt to connect that it belongs to; chosen by the initiator. */
  connection: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
  signal: channelSignalSchema,
});

export type ConnectionSignal = v.InferOutput<typeof connectionSignal>;

export type OpenedSignal =
  | { readonly ok: true; readonly signal: ConnectionSignal }
  /**
   * - `sealed`: not sealed with this board's key for this sender, recipient and topic.
   * - `forged`: sealed with it, but not signed by the sender.
   * - `repeated`: opened before, or its number is out of bounds.
   * - `malformed`: signed by the sender, but not a signal.
   */
  | { readonly ok: false; readonly problem: 'sealed' | 'forged' | 'repeated' | 'malformed' };

export interface SignalBoxOptions {
  readonly topic: string;
  readonly signalingKey: Uint8Array;
  readonly me: Pick<DeviceIdentity, 'deviceKey' | 'deviceSecretKey'>;
  readonly random: RandomBytes;
}

export class SignalBox {
  readonly #options: SignalBoxOptions;
  /** By sender. */
  readonly #opened = new BoundedMap<string, Seen>(maxCounted);
  /** The number of sealed signals, by recipient. */
  readonly #sealed = new BoundedMap<string, number>(maxCounted);

  constructor(options: SignalBoxOptions) {
    this.#options = options;
  }

  /** @returns text for a signaling server's `data`; undefined if the signal is too large for one. */
  seal(from: string, to: string, signal: ConnectionSignal): string | undefined {
    const { signalingKey, random, me } = this.#options;
    const number = (this.#sealed.get(to) ?? 0) + 1;
    this.#sealed.set(to, number);
    const content = new TextEncoder().encode(JSON.stringify(signal));
    const count = numberAsBytes(number);
    const context = this.#context(from, to);
    const signature = ed25519.sign(concatBytes(context, count, content), me.deviceSecretKey);
    const plaintext = concatBytes(me.deviceKey, count, signature, content);
    const data = toBase64url(seal(signalingKey, plaintext, context, random(sealNonceBytes)));
    return data.length <= maxSignalDataLength ? data : undefined;
  }

  /** Cheap checks come first: verifying a signature costs a hundred times as much as all others together. */
  open(from: string, to: string, data: string): OpenedSignal {
    const sealed = data.length <= maxSignalDataLength ? fromBase64url(data) : undefined;
    const context = this.#context(from, to);
    const plaintext = sealed && open(this.#options.signalingKey, sealed, context);
    if (plaintext === undefined) return { ok: false, problem: 'sealed' };
    if (plaintext.byteLength < headerBytes) return { ok: false, problem: 'malformed' };

    const deviceKey = plaintext.slice(0, deviceKeyBytes);
    const count = plaintext.slice(deviceKeyBytes, deviceKeyBytes + numberBytes);
    const signature = plaintext.slice(deviceKeyBytes + numberBytes, headerBytes);
    const content = plaintext.subarray(headerBytes);
    if (replicaOf(deviceKey) !== readAddress(from)?.replica) return { ok: false, problem: 'forged' };
    const number = numberIn(count);
    if (!this.#isNew(from, number)) return { ok: false, problem: 'repeated' };
    if (!isSigned(signature, concatBytes(context, count, content), deviceKey)) {
      return { ok: false, problem: 'forged' };
    }
    this.#note(from, number);
    const result = v.safeParse(connectionSignal, parsed(content), { abortEarly: true });
    return result.success ? { ok: true, signal: result.output } : { ok: false, problem: 'malformed' };
  }

  #isNew(from: string, number: number): boolean {
    const { latest, numbers } = this.#opened.get(from) ?? unseen();
    const isNear = Math.abs(number - latest) <= replayWindow && number > latest - replayWindow;
    return Number.isSafeInteger(number) && number >= 1 && isNear && !numbers.has(number);
  }

  /**
   * Called only for signed signals, so that no other device can use up a sender's numbers, and no server can fill the
   * memory.
   */
  #note(from: string, number: number): void {
    const seen = this.#opened.get(from) ?? unseen();
    seen.numbers.add(number);
    seen.latest = Math.max(seen.latest, number);
    for (const old of seen.numbers) if (old <= seen.latest - replayWindow) seen.numbers.delete(old);
    this.#opened.set(from, seen);
  }

  /** Names have no spaces, so no two contexts give the same bytes. */
  #context(from: string, to: string): Uint8Array {
    return new TextEncoder().encode(`paxboard signal ${this.#options.topic} ${from} ${to} `);
  }
}

interface Seen {
  latest: number;
  readonly numbers: Set<number>;
}

function unseen(): Seen {
  return { latest: 0, numbers: new Set() };
}

function numberAsBytes(number: number): Uint8Array {
  const bytes = new Uint8Array(numberBytes);
  new DataView(bytes.buffer).setFloat64(0, number);
  return bytes;
}

function numberIn(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getFloat64(0);
}

function parsed(content: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content));
  } catch {
    // Signed by the device, but not JSON.
    return undefined;
  }
}
