/**
 * The links of this device to others of its person (`docs/protocol.md`, "One person with several devices"): offers with a
 * code, and requests by the code of another device. The code stays in this window: it ends with it.
 */

import type { Clock } from '#app/clock/clock.ts';
import type { BoardCommandBody } from '#shared/board/commands.ts';
import type { BoardView } from '#shared/board/state.ts';
import { wellFormed } from '#shared/board/values/well-formed.ts';
import {
  linkCode,
  linkCodeBytes,
  linkCodeMilliseconds,
  offerOf,
  proofOf,
  readLinkCode,
} from '#shared/invite/link-code.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Result } from '../result.ts';
import type { LinkState } from '../view/view.ts';

export interface DeviceLinkingOptions {
  readonly me: ReplicaId;
  readonly submit: (body: BoardCommandBody) => Promise<Result>;
  readonly settled: () => Pick<BoardView, 'member' | 'members' | 'personOf'>;
  readonly clock: Pick<Clock, 'after'>;
  /** Wall clock, milliseconds since 1970. */
  readonly now: () => number;
  readonly random: (bytes: number) => Uint8Array;
  /** {@link DeviceLinking.state} has changed. */
  readonly changed: () => void;
}

/** What an entered code is: one that was submitted, or the reason why not. */
export type EnteredCode = 'asked' | 'not-a-code' | 'unknown' | 'own';

interface Offer {
  readonly code: string;
  readonly hash: string;
  readonly endsAt: number;
  isAgreed: boolean;
  /** The devices whose admission was submitted, settled or not. */
  readonly admitted: Set<ReplicaId>;
  readonly cancelTimer: () => void;
}

const none: LinkState = { step: 'none' };

export class DeviceLinking {
  readonly #options: DeviceLinkingOptions;
  #state: LinkState = none;
  #offer: Offer | undefined;
  #asked: { readonly of: ReplicaId; readonly hash: string; isAgreed: boolean } | undefined;
  #isStale = true;

  constructor(options: DeviceLinkingOptions) {
    this.#options = options;
  }

  /** The same object until it changes. */
  get state(): LinkState {
    return this.#state;
  }

  /** Offers to link a device: the code is in the state once the offer is settled. @param device the name of this one. */
  offer(device: string): void {
    const { me, random, now, clock, submit } = this.#options;
    void this.#end();
    const code = linkCode(random(linkCodeBytes));
    const hash = offerOf(code, me);
    const endsAt = now() + linkCodeMilliseconds;
    const cancelTimer = clock.after(linkCodeMilliseconds, () => this.#expire(offer));
    const offer: Offer = { code, hash, endsAt, isAgreed: false, admitted: new Set(), cancelTimer };
    this.#offer = offer;
    this.#set({ step: 'offering', endsAt });
    void submit({ type: 'member/link-offer', offer: hash, device: wellFormed(device) }).then((result) =>
      this.#failIf(result, () => this.#offer === offer),
    );
  }

  /** Asks to become a device of the person whose device has this code. @param device the name of this one. */
  ask(text: string, device: string): EnteredCode {
    const { me, settled, submit } = this.#options;
    const code = readLinkCode(text);
    if (code === undefined) return 'not-a-code';
    const board = settled();
    if (this.#offer?.code === code) return 'own';
    const offering = [...board.members()].find(
      ({ id, offer }) => offer !== undefined && offer === offerOf(code, id),
    );
    if (offering?.offer === undefined) return 'unknown';
    const { id: of, offer: hash } = offering;
    void this.#end();
    const asked = { of, hash, isAgreed: false };
    this.#asked = asked;
    this.#set({ step: 'asking', of });
    const proof = proofOf(code, of, me);
    void submit({
      type: 'member/link-ask',
      id: of,
      offer: hash,
      proof,
      device: wellFormed(device),
    }).then((result) => this.#failIf(result, () => this.#asked === asked));
    return 'asked';
  }

  /**
   * The person closes the dialog: an offer or a request that is under way ends. If the link turns out to be older than
   * the end, it is undone.
   */
  cancel(): void {
    const linking = this.#asked === undefined ? [...(this.#offer?.admitted ?? [])] : [this.#options.me];
    const ended = this.#end();
    this.#set(none);
    // The outcome of this device's admission is known before that of its end, and after the end nobody is admitted.
    void ended.then((result) => {
      if (result?.status === 'applied') this.#undo(linking);
    });
  }

  #undo(linked: readonly ReplicaId[]): void {
    const { me, settled } = this.#options;
    const board = settled();
    for (const id of linked) {
      const isLinked = id === me ? board.member(me)?.deviceOf !== undefined : isSamePerson(board, me, id);
      if (isLinked) void this.unlink(id);
    }
  }

  /** Guarded: `id` becomes a person of its own. For its person, and for those in charge. */
  unlink(id: ReplicaId): Promise<Result> {
    return this.#options.submit({ type: 'member/unlink', id });
  }

  /** The settled board may have changed, and this device can submit changes. */
  update(): void {
    const mine = this.#options.settled().member(this.#options.me);
    if (this.#isStale) {
      this.#isStale = false;
      // Of an earlier window, whose code is lost with it.
      const isIdle = this.#offer === undefined && this.#asked === undefined;
      if (isIdle && (mine?.offer ?? mine?.asks) !== undefined) void this.#withdraw();
    }
    this.#updateOffer();
    this.#updateAsked();
  }

  stop(): void {
    this.#offer?.cancelTimer();
  }

  #updateOffer(): void {
    const offer = this.#offer;
    if (offer === undefined) return;
    const { me, settled, now, submit } = this.#options;
    const board = settled();
    const agreed = board.member(me)?.offer;
    if (offer.isAgreed && agreed !== offer.hash) {
      const device = [...offer.admitted].find((id) => isSamePerson(board, me, id));
      this.#forgetOffer();
      this.#set(device === undefined ? { step: 'ended' } : { step: 'linked', device });
      return;
    }
    if (now() >= offer.endsAt) {
      this.#expire(offer);
      return;
    }
    if (agreed === offer.hash && !offer.isAgreed) {
      offer.isAgreed = true;
      this.#set({ step: 'offering', code: offer.code, endsAt: offer.endsAt });
    }
    if (!offer.isAgreed) return;
    for (const { id, asks } of board.members()) {
      if (asks?.of !== me || asks.offer !== offer.hash || offer.admitted.has(id)) continue;
      if (asks.proof !== proofOf(offer.code, me, id)) continue;
      offer.admitted.add(id);
      void submit({ type: 'member/link-admit', id, offer: offer.hash }).then((result) =>
        this.#failIf(result, () => this.#offer === offer),
      );
    }
  }

  #updateAsked(): void {
    const asked = this.#asked;
    if (asked === undefined) return;
    const { me, settled } = this.#options;
    const board = settled();
    const mine = board.member(me);
    if (mine?.deviceOf !== undefined) {
      this.#asked = undefined;
      this.#set({ step: 'linked', device: me });
      return;
    }
    asked.isAgreed ||= mine?.asks?.offer === asked.hash;
    if (asked.isAgreed && board.member(asked.of)?.offer !== asked.hash) {
      void this.#end();
      this.#set({ step: 'ended' });
    }
  }

  #expire(offer: Offer): void {
    // The outcome of an admission that was submitted in time ends the offer.
    if (this.#offer !== offer || offer.admitted.size > 0) return;
    void this.#end();
    this.#set({ step: 'ended' });
  }

  /** A change that was not submitted has a notice of its own. */
  #failIf(result: Result, isCurrent: () => boolean): void {
    if (result.status === 'applied' || !isCurrent()) return;
    void this.#end();
    if (result.status !== 'refused') this.#set(none);
    else if (result.reason === 'no-such-offer') this.#set({ step: 'ended' });
    else this.#set({ step: 'failed', reason: result.reason });
  }

  /** @returns the outcome, if there was something to end. */
  async #end(): Promise<Result | undefined> {
    if (this.#offer === undefined && this.#asked === undefined) return undefined;
    this.#forgetOffer();
    this.#asked = undefined;
    return this.#withdraw();
  }

  #forgetOffer(): void {
    this.#offer?.cancelTimer();
    this.#offer = undefined;
  }

  #withdraw(): Promise<Result> {
    return this.#options.submit({ type: 'member/link-withdraw' });
  }

  #set(state: LinkState): void {
    this.#state = state;
    this.#options.changed();
  }
}

function isSamePerson(board: Pick<BoardView, 'personOf'>, a: ReplicaId, b: ReplicaId): boolean {
  return board.personOf(a) === board.personOf(b);
}
