/**
 * Signals sealed for one recipient in one topic.
 *
 * The server that carries them can neither read a session description (it holds this device's addresses) nor put
 * another in its place (it holds the fingerprint of the certificate that the peers encrypt for). Nor can it, or who listens to it, use an old one
 * again: both addresses are part of what is authenticated, a device takes new ones whenever it opens the board or joins a
 * server, and within that each signal has a number that counts once.
 */

import * as v from 'valibot';
import { fromBase64url, toBase64url } from '#shared/invite/base64url.ts';
import { open, seal, sealNonceBytes } from '#shared/invite/seal.ts';
import { maxSignalDataLength } from '#shared/signaling/protocol.ts';
import type { RandomBytes } from '../backoff.ts';
import { channelSignalSchema } from '../link/channel.ts';
import { deviceOf } from './peer-address.ts';

export const connectionIdLength = 16;

/** Signals of one sender that may arrive in another order, by way of several servers, before the older is taken for a replay. */
export const replayWindow = 1024;

/** Senders whose signals are counted, at most; the longest silent is forgotten first. */
export const maxCountedSenders = 512;

const sealedSignal = v.strictObject({
  /** Grows with each signal of its sender, whoever it is for. */
  number: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  content: v.unknown(),
});

const connectionSignal = v.strictObject({
  /** Which attempt to connect it belongs to; chosen by the initiator. */
  connection: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
  signal: channelSignalSchema,
});

export type ConnectionSignal = v.InferOutput<typeof connectionSignal>;

export interface SignalBoxOptions {
  readonly topic: string;
  readonly signalingKey: Uint8Array;
  readonly random: RandomBytes;
}

export class SignalBox {
  readonly #options: SignalBoxOptions;
  readonly #opened = new Map<string, Seen>();
  #sealed = 0;

  constructor(options: SignalBoxOptions) {
    this.#options = options;
  }

  /** @returns text for a signaling server's `data`; undefined if the signal is too large for one. */
  seal(from: string, to: string, signal: ConnectionSignal): string | undefined {
    const { signalingKey, random } = this.#options;
    const plaintext = new TextEncoder().encode(JSON.stringify({ number: this.#sealed + 1, content: signal }));
    this.#sealed += 1;
    const sealed = seal(signalingKey, plaintext, this.#context(from, to), random(sealNonceBytes));
    const data = toBase64url(sealed);
    return data.length <= maxSignalDataLength ? data : undefined;
  }

  /**
   * @returns undefined if no member sealed `data` for this sender, recipient and topic, if it is not a signal, or if it was
   *   opened before.
   */
  open(from: string, to: string, data: string): ConnectionSignal | undefined {
    const sealed = data.length <= maxSignalDataLength ? fromBase64url(data) : undefined;
    const plaintext = sealed && open(this.#options.signalingKey, sealed, this.#context(from, to));
    if (plaintext === undefined) return undefined;
    const outer = v.safeParse(sealedSignal, parsed(plaintext));
    if (!outer.success) return undefined;
    const result = v.safeParse(connectionSignal, outer.output.content);
    if (!result.success || !this.#isNew(from, outer.output.number)) return undefined;
    return result.output;
  }

  /** Each number of a sender counts once. Only what a member sealed comes here, so no server can fill the memory. */
  #isNew(from: string, number: number): boolean {
    // The same device under all its addresses: it counts on.
    const sender = deviceOf(from) ?? from;
    const seen = this.#opened.get(sender) ?? { latest: 0, numbers: new Set() };
    if (number <= seen.latest - replayWindow || seen.numbers.has(number)) return false;
    seen.numbers.add(number);
    seen.latest = Math.max(seen.latest, number);
    for (const old of seen.numbers) if (old <= seen.latest - replayWindow) seen.numbers.delete(old);
    this.#opened.delete(sender);
    this.#opened.set(sender, seen);
    const [longestSilent] = this.#opened.keys();
    if (this.#opened.size > maxCountedSenders && longestSilent !== undefined)
      this.#opened.delete(longestSilent);
    return true;
  }

  /** Names have no spaces, so no two contexts make the same bytes. */
  #context(from: string, to: string): Uint8Array {
    return new TextEncoder().encode(`paxboard signal ${this.#options.topic} ${from} ${to}`);
  }
}

interface Seen {
  latest: number;
  readonly numbers: Set<number>;
}

function parsed(plaintext: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plaintext));
  } catch {
    // Sealed by a member, and yet not JSON: as good as not a signal.
    return undefined;
  }
}
