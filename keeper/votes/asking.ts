/** One request for a vote: the host's end of `shared/invite/vote-request.ts`. */

import type { Clock } from '#app/clock/clock.ts';
import type { CreateChannel } from '#app/mesh/link/channel/channel.ts';
import { SecureChannel } from '#app/mesh/link/channel/secure-channel.ts';
import { ChannelError } from '#app/mesh/link/channel-messages.ts';
import type { RandomBytes } from '#app/mesh/redial/backoff.ts';
import type { LinkKeys } from '#shared/invite/keys/keys.ts';
import { permitsWitness } from '#shared/invite/keys/witness-permission.ts';
import {
  encodeVoteMessage,
  provesAsking,
  readVoteRequest,
  type VoteRefusal,
  type VoteReply,
  voteRequestKey,
} from '#shared/invite/vote-request.ts';

/** The time limit of a whole request, milliseconds. */
export const askingMilliseconds = 10_000;

export interface AskingHost {
  /** An editor of the board asks. @returns the witness's public key, and the host's name. */
  offer(keys: LinkKeys): Promise<VoteRefusal | { readonly deviceKey: Uint8Array; readonly name: string }>;
  /** An editor of the board permits the witness that it was offered. */
  keep(keys: LinkKeys, deviceKey: Uint8Array, permission: Uint8Array): Promise<VoteRefusal | 'kept'>;
  /** It has ended. Called once. */
  ended(): void;
}

export interface AskingOptions {
  readonly createChannel: CreateChannel;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly host: AskingHost;
}

export class Asking {
  readonly #host: AskingHost;
  readonly #channel: SecureChannel;
  readonly #cancel: () => void;
  #hash = new Uint8Array();
  #offered: { readonly keys: LinkKeys; readonly deviceKey: Uint8Array } | undefined;
  /** A message is being answered; a correct client waits for that. */
  #isBusy = false;
  #hasEnded = false;

  constructor({ createChannel, clock, random, host }: AskingOptions) {
    this.#host = host;
    this.#cancel = clock.after(askingMilliseconds, () => this.end());
    this.#channel = new SecureChannel({
      role: 'responder',
      psk: voteRequestKey,
      hello: new Uint8Array(),
      random,
      createChannel,
      listener: {
        signal: () => undefined,
        open: () => undefined,
        agreed: (_, hash) => {
          this.#hash = Uint8Array.from(hash);
        },
        message: (bytes) => this.#receive(bytes),
        drained: () => undefined,
        broken: () => this.end(),
        closed: () => this.end(),
        unavailable: () => this.end(),
      },
    });
  }

  end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#cancel();
    this.#channel.destroy();
    this.#host.ended();
  }

  /** @throws ChannelError if a correct client does not send that here. */
  #receive(bytes: Uint8Array): void {
    const request = readVoteRequest(bytes);
    if (request === undefined || this.#isBusy) throw new ChannelError('not a request for a vote');
    const answer = request.type === 'ask' ? this.#ask(request) : this.#permit(request.permission);
    this.#isBusy = true;
    void answer
      .catch((): VoteReply => ({ type: 'refused', why: 'failed' }))
      .then((reply) => {
        this.#isBusy = false;
        this.#channel.send(encodeVoteMessage(reply));
      });
  }

  async #ask({ keys, proof }: { keys: LinkKeys; proof: Uint8Array }): Promise<VoteReply> {
    if (!provesAsking(proof, this.#hash, keys.editorKey)) return { type: 'refused', why: 'unproven' };
    const offer = await this.#host.offer(keys);
    if (typeof offer === 'string') return { type: 'refused', why: offer };
    this.#offered = { keys, deviceKey: offer.deviceKey };
    return { type: 'offer', ...offer };
  }

  async #permit(permission: Uint8Array): Promise<VoteReply> {
    if (this.#offered === undefined) throw new ChannelError('a permission for nothing');
    const { keys, deviceKey } = this.#offered;
    if (!permitsWitness(permission, deviceKey, keys.editorKey)) return { type: 'refused', why: 'unproven' };
    const result = await this.#host.keep(keys, deviceKey, permission);
    return result === 'kept' ? { type: 'kept' } : { type: 'refused', why: result };
  }
}
