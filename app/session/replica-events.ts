/** Applies the reports of a board's replica to its session: the settled board, notices, presence, and the halt. */

import type { Halt, ReplicaListener, ReplicaNotice } from '#app/replica/listener.ts';
import { inSlices, nextTask } from '#app/replica/slices.ts';
import { decodeCommand } from '#shared/board/bytes/codec.ts';
import { computerOf } from '#shared/board/lending.ts';
import type { Decided, Restored } from '#shared/paxos/effects.ts';
import type { Command } from '#shared/paxos/model/entry.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { isDrawing, type Presence } from '#shared/wire/presence.ts';
import type { MergedText } from './changes/elements/unmeasured-texts.ts';
import type { Submitter } from './changes/submitter.ts';
import type { Live } from './live/live.ts';
import { type Notices, peerNotice } from './notices.ts';
import { RestoredBoards } from './stored-board.ts';
import type { OptimisticBoard } from './view/optimistic-board.ts';
import type { Names } from './view/people/names.ts';

export interface ReplicaEventsOptions {
  readonly board: OptimisticBoard;
  readonly submitter: Submitter;
  readonly notices: Notices;
  readonly names: Names;
  readonly live: Live;
  /** Texts that others have merged were settled. */
  readonly merged: (texts: readonly MergedText[]) => void;
  /** A change of anybody has settled. */
  readonly settled: () => void;
  /**
   * The board, the notices, the network or the replica's status has changed.
   *
   * @param isUrgent the settled board has changed.
   */
  readonly changed: (isUrgent?: boolean) => void;
}

export class ReplicaEvents implements ReplicaListener {
  readonly #options: ReplicaEventsOptions;
  readonly #restored = new RestoredBoards();
  #halt: Halt | undefined;

  constructor(options: ReplicaEventsOptions) {
    this.#options = options;
  }

  /** Why the replica stopped for good; undefined while it runs. */
  get halt(): Halt | undefined {
    return this.#halt;
  }

  decided(slots: readonly Decided[]): void {
    const { board, submitter, merged, settled, changed } = this.#options;
    const commands = slots.flatMap((slot) => slot.commands);
    for (const own of board.settle(commands)) submitter.settled(own);
    merged(board.takeMergedTexts());
    this.#endPreviews(commands);
    const isChange = slots.some(({ commands }) => commands.length > 0);
    if (isChange) settled();
    changed(isChange);
  }

  /** Few commands come from a person with an unfinished gesture, so they are decoded once more. */
  #endPreviews(commands: readonly Command[]): void {
    const { live } = this.#options;
    for (const { origin, body } of commands) {
      if (!live.isDrawing(origin)) continue;
      const decoded = decodeCommand(body);
      if (decoded.ok && decoded.command.type === 'elements/patch')
        live.changed(origin, decoded.command.patches);
    }
  }

  /** @throws StoreCorrupted if it is no board. */
  restored({ state }: Restored): number {
    const { board, submitter, settled, changed } = this.#options;
    for (const own of board.replace(this.#restored.take(state))) submitter.settled(own);
    settled();
    changed(true);
    return board.lastSettled();
  }

  /** @throws StoreCorrupted if it is no board. */
  preparing({ state }: Pick<Restored, 'state'>): Iterator<void, void> {
    return this.#restored.preparing(state);
  }

  /** Does {@link preparing} in slices. */
  async prepare(state: Uint8Array): Promise<void> {
    const steps = this.preparing({ state });
    try {
      await inSlices(() => steps.next().done === true, nextTask);
    } catch {
      // The start reports it.
    }
  }

  digest(): string {
    return this.#options.board.digest();
  }

  digestSome(): boolean {
    return this.#options.board.digestSome();
  }

  snapshot(): Iterable<Uint8Array> {
    return this.#options.board.snapshotPieces();
  }

  changed(): void {
    this.#options.changed();
  }

  linkUp(peer: ReplicaId): void {
    this.#options.live.linkUp(peer);
  }

  linkDown(peer: ReplicaId): void {
    this.#options.live.linkDown(peer);
  }

  lenderOf(witness: ReplicaId): ReplicaId | undefined {
    return computerOf(this.#options.board.settled, witness);
  }

  presence(from: ReplicaId, message: Presence): void {
    const { board, live } = this.#options;
    // Its link goes down soon.
    if (board.settled.member(from)?.removedBy !== undefined) return;
    // It may not know yet that it is a viewer. Its next message without a drawing shows where it is.
    if (isDrawing(message) && board.settled.role(from) === 'viewer') return;
    live.receive(from, message);
  }

  halted(halt: Halt): void {
    this.#halt ??= halt.reason === 'removed' ? this.#removal(halt.by) : halt;
    this.#options.changed();
  }

  /** @param by the name that a peer reported. */
  #removal(by: string): Halt {
    const remover = this.#options.names.removedMe();
    const self = remover?.isMe === true ? ({ bySelf: true } as const) : {};
    return { reason: 'removed', by: remover?.name || by, ...self };
  }

  notice(notice: ReplicaNotice): void {
    const { notices, names, changed } = this.#options;
    notices.add({ type: 'peer', notice: peerNotice(notice, (id) => names.of(id)) });
    changed();
  }
}
