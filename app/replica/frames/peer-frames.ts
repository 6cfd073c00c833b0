/** Frames to and from linked members: encodes, decodes, and drops those that a member may not send. */

import type { Transport } from '#app/mesh/transport.ts';
import type { BoardAccess } from '#shared/invite/invite.ts';
import { laneOf } from '#shared/paxos/flow/lanes.ts';
import type { Envelope, Message } from '#shared/paxos/messages.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Veil } from '#shared/replica/members/veil.ts';
import { decodeFrame, encodeMessage, encodeSessionMessage, sessionFrameKind } from '#shared/wire/frame.ts';
import { isDrawing, type SessionMessage } from '#shared/wire/presence.ts';
import { messageOf } from '../failures.ts';
import type { ReplicaNotice } from '../listener.ts';
import { EphemeralBudget } from './ephemeral-budget.ts';
import { Offences } from './offences.ts';

export interface PeerFramesOptions {
  readonly transport: Pick<Transport, 'send'>;
  /** The access that a peer has proved; undefined without a link. */
  accessOf(peer: ReplicaId): BoardAccess | undefined;
  isWitness(peer: ReplicaId): boolean;
  /** Hides commands from witnesses; undefined on a witness. */
  readonly veil: Veil | undefined;
  /** A message between engines. */
  message(from: ReplicaId, message: Message): void;
  /** A message between windows, which `from` may send. */
  presence(from: ReplicaId, message: SessionMessage): void;
  notice(notice: ReplicaNotice): void;
}

export class PeerFrames {
  readonly #options: PeerFramesOptions;
  readonly #offences = new Offences();
  readonly #budget = new EphemeralBudget();

  constructor(options: PeerFramesOptions) {
    this.#options = options;
  }

  linkDown(peer: ReplicaId): void {
    this.#budget.forget(peer);
  }

  tick(): void {
    this.#budget.tick();
  }

  receive(from: ReplicaId, bytes: Uint8Array): void {
    // Before it is decoded: a flood costs no more than this.
    if (bytes[0] === sessionFrameKind && !this.#budget.allows(from, bytes.byteLength)) return;
    const decoded = decodeFrame(bytes);
    if (!decoded.ok) return this.#report(this.#offences.garbage(from, decoded.problem));
    const { frame } = decoded;
    if (frame.kind === 'engine') this.#options.message(from, this.#lifted(from, frame.message));
    else this.#presence(from, frame.message);
  }

  /** `from` has view access, and sent a message that needs more. */
  overreach(from: ReplicaId): void {
    this.#report(this.#offences.overreach(from));
  }

  /** Messages of the engine. One to several peers is encoded once. */
  send(envelopes: readonly Envelope[]): void {
    const { veil, isWitness, transport } = this.#options;
    let encoded: { readonly message: Message; readonly bytes: Uint8Array } | undefined;
    for (const { to, message } of envelopes) {
      try {
        const isVeiled = veil !== undefined && isWitness(to);
        if (!isVeiled && encoded?.message !== message) encoded = { message, bytes: encodeMessage(message) };
        const bytes = isVeiled ? encodeMessage(veil.over(message)) : encoded?.bytes;
        const lane = laneOf(message) === 'urgent' ? 'consensus' : 'bulk';
        if (bytes !== undefined) transport.send(to, lane, bytes);
      } catch (error) {
        this.#options.notice({ type: 'unsent', to, why: messageOf(error) });
      }
    }
  }

  /** A message between windows; best effort. @returns its bytes, 0 without a link. @throws RangeError if it is too large. */
  sendPresence(to: ReplicaId, message: SessionMessage): number {
    if (this.#options.accessOf(to) === undefined) return 0;
    const bytes = encodeSessionMessage(message);
    this.#options.transport.send(to, 'ephemeral', bytes);
    return bytes.byteLength;
  }

  #lifted(from: ReplicaId, message: Message): Message {
    const { veil, isWitness } = this.#options;
    return veil !== undefined && isWitness(from) ? veil.lift(message) : message;
  }

  /** A viewer may show its own presence, and draws nothing. */
  #presence(from: ReplicaId, message: SessionMessage): void {
    const access = this.#options.accessOf(from);
    if (access === undefined) return;
    if (access === 'view' && isDrawing(message)) this.overreach(from);
    else this.#options.presence(from, message);
  }

  #report(notice: ReplicaNotice | undefined): void {
    if (notice !== undefined) this.#options.notice(notice);
  }
}
