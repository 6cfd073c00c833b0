/**
 * Signals sealed for one recipient in one topic.
 *
 * The server that carries them can neither read a session description (it holds this device's addresses) nor put
 * another in its place (it holds the fingerprint of the certificate that the peers encrypt for).
 */

import * as v from 'valibot';
import { fromBase64url, toBase64url } from '#shared/invite/base64url.ts';
import { open, seal, sealNonceBytes } from '#shared/invite/seal.ts';
import { maxSignalDataLength } from '#shared/signaling/protocol.ts';
import type { RandomBytes } from './backoff.ts';
import { channelSignalSchema } from './channel.ts';

export const connectionIdLength = 16;

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

  constructor(options: SignalBoxOptions) {
    this.#options = options;
  }

  /** @returns text for a signaling server's `data`; undefined if the signal is too large for one. */
  seal(from: string, to: string, signal: ConnectionSignal): string | undefined {
    const { signalingKey, random } = this.#options;
    const plaintext = new TextEncoder().encode(JSON.stringify(signal));
    const sealed = seal(signalingKey, plaintext, this.#context(from, to), random(sealNonceBytes));
    const data = toBase64url(sealed);
    return data.length <= maxSignalDataLength ? data : undefined;
  }

  /** @returns undefined if no member sealed `data` for this sender, recipient and topic, or it is not a signal. */
  open(from: string, to: string, data: string): ConnectionSignal | undefined {
    const sealed = data.length <= maxSignalDataLength ? fromBase64url(data) : undefined;
    const plaintext = sealed && open(this.#options.signalingKey, sealed, this.#context(from, to));
    if (plaintext === undefined) return undefined;
    const result = v.safeParse(connectionSignal, parsed(plaintext));
    return result.success ? result.output : undefined;
  }

  /** Names have no spaces, so no two contexts make the same bytes. */
  #context(from: string, to: string): Uint8Array {
    return new TextEncoder().encode(`paxboard signal ${this.#options.topic} ${from} ${to}`);
  }
}

function parsed(plaintext: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plaintext));
  } catch {
    // Sealed by a member, and yet not JSON: as good as not a signal.
    return undefined;
  }
}
