/** An open board: accepts a person's changes, shows them at once, and notifies the window of their outcomes. */

import equal from 'fast-deep-equal';
import type { Blobs } from '#app/blobs/blobs.ts';
import { systemClock } from '#app/clock/clock.ts';
import { Emitter } from '#app/emitter/emitter.ts';
import type { SessionReplica } from '#app/replica/board-replica.ts';
import type { Halt, ReplicaListener, ReplicaNotice } from '#app/replica/listener.ts';
import { Board } from '#shared/board/board.ts';
import type { ColumnId, ElementPatch } from '#shared/board/commands.ts';
import { positionBefore } from '#shared/board/order/position.ts';
import type { BoardElement } from '#shared/board/state.ts';
import { wellFormed } from '#shared/board/well-formed.ts';
import { accessOf, type BoardAccess, type Invite } from '#shared/invite/invite.ts';
import { viewSecretOf } from '#shared/invite/keys.ts';
import type { Decided, Restored } from '#shared/paxos/effects.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { PendingCommand } from '#shared/replica/outbox.ts';
import type { Presence } from '#shared/wire/presence.ts';
import { type BoardSession, RecoveryNotPossible, type TaskChange } from './api.ts';
import { boardExport } from './board-export.ts';
import { Cards } from './cards.ts';
import { Submitter } from './changes/submitter.ts';
import { TaskList } from './changes/tasks.ts';
import { Introduction } from './introduction.ts';
import { Live } from './live/live.ts';
import { Notices, peerNotice } from './notices.ts';
import type { Result } from './result.ts';
import type { BoardFacts, SessionOptions } from './session-options.ts';
import { asPending, restoredBoard } from './stored-board.ts';
import { elementReference } from './view/image-references.ts';
import { OptimisticBoard } from './view/optimistic-board.ts';
import { nameless } from './view/people.ts';
import { sessionView } from './view/session-view.ts';
import { SettleTimes } from './view/settle-times.ts';
import { ShownElements } from './view/shown-elements.ts';
import type { SessionView } from './view/view.ts';

export class Session implements BoardSession, ReplicaListener {
  readonly cards: Cards;
  readonly #options: SessionOptions;
  readonly #replica: SessionReplica;
  readonly #board: OptimisticBoard;
  readonly #elements: ShownElements;
  readonly #submitter: Submitter;
  readonly #notices = new Notices();
  readonly #tasks = new TaskList();
  readonly #access: BoardAccess;
  readonly #settleTimes: SettleTimes;
  readonly #introduction: Introduction;
  readonly live: Live;
  readonly #viewListeners = new Emitter<void>();
  readonly #elementListeners = new Emitter<readonly string[]>();
  readonly #leavingListeners = new Emitter<void>();
  #view: SessionView;
  #started = false;
  #flushing = false;
  #stopped: Halt | undefined;
  #closing: Promise<void> | undefined;
  #reported: BoardFacts | undefined;
  #reportedRemoved: SessionView['removed'] = [];

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#replica = options.replica;
    this.#access = accessOf(options.invite.secret) ?? 'view';
    const clock = options.clock ?? systemClock;
    this.#board = new OptimisticBoard(options.replica.id, new Board());
    this.#elements = new ShownElements(this.#board);
    this.cards = new Cards({
      submit: (body) => this.#submitter.submit(body),
      board: () => this.#board.shown(),
      me: options.replica.id,
      newId: options.newId,
    });
    this.#settleTimes = new SettleTimes(clock);
    this.#submitter = new Submitter({
      replica: options.replica,
      board: this.#board,
      elements: this.#elements,
      notices: this.#notices,
      settleTimes: this.#settleTimes,
      access: this.#access,
      now: options.now,
      nameOf: (id) => this.#nameOf(id),
      isClosing: () => this.#closing !== undefined,
      changed: () => this.#flushSoon(),
    });
    this.#introduction = new Introduction({
      me: options.replica.id,
      guest: options.guest === true,
      myName: wellFormed(options.myName),
      boardName: options.founder ? wellFormed(options.boardName) : undefined,
    });
    this.live = new Live({
      access: this.#access,
      clock,
      schedule: options.schedule,
      send: (to, message) => this.#replica.sendPresence(to, message),
      isClear: (to) => this.#replica.network.isClear(to),
    });
    for (const fact of options.firstNotices ?? []) this.#notices.add({ type: 'device', fact });
    this.#view = this.#makeView(undefined);
  }

  /** Starts the replica. The stored board is there when it returns, if the replica replays synchronously. */
  start(): void {
    this.#board.restore(
      this.#replica.pendingCommands().flatMap(({ sequence, body }) => asPending(sequence, body)),
    );
    this.#started = true;
    this.#replica.start(this);
    // Stored changes cause no notices.
    this.#board.takeClearings();
    this.#flush();
  }

  get blobs(): Blobs {
    return this.#options.blobs;
  }

  // From the replica.

  decided(slots: readonly Decided[]): void {
    for (const own of this.#board.settle(slots.flatMap(({ commands }) => commands)))
      this.#submitter.settled(own);
    this.#flushSoon();
  }

  /** @throws StoreCorrupted if it is no board. */
  restored({ state }: Restored): number {
    for (const own of this.#board.replace(restoredBoard(state))) this.#submitter.settled(own);
    this.#flushSoon();
    return this.#board.lastSettled();
  }

  digest(): string {
    return this.#board.digest();
  }

  snapshot(): Uint8Array {
    return this.#board.snapshot();
  }

  changed(): void {
    this.#flushSoon();
  }

  linkUp(peer: ReplicaId): void {
    this.live.linkUp(peer);
  }

  linkDown(peer: ReplicaId): void {
    this.live.linkDown(peer);
  }

  presence(from: ReplicaId, message: Presence): void {
    // Its link goes down soon.
    if (this.#board.settled.member(from)?.removedBy === undefined) this.live.receive(from, message);
  }

  halted(halt: Halt): void {
    this.#stopped ??= halt.reason === 'removed' ? { ...halt, by: this.#removedBy() || halt.by } : halt;
    this.#flushSoon();
  }

  notice(notice: ReplicaNotice): void {
    this.#notices.add({ type: 'peer', notice: peerNotice(notice, (id) => this.#nameOf(id)) });
    this.#flushSoon();
  }

  // From the shelf.

  /** The page or the device is about to end: the window hands over what waits. @returns what is not known to be applied. */
  leaving(): readonly PendingCommand[] {
    this.#leavingListeners.emit();
    return this.#replica.pendingCommands();
  }

  // For the window.

  view(): SessionView {
    return this.#view;
  }

  subscribe(listener: () => void): () => void {
    return this.#viewListeners.subscribe(listener);
  }

  elements(): readonly BoardElement[] {
    return this.#elements.inOrder();
  }

  element(id: string): BoardElement | undefined {
    return this.#elements.get(id);
  }

  subscribeElements(listener: (changed: readonly string[]) => void): () => void {
    return this.#elementListeners.subscribe(listener);
  }

  onLeaving(listener: () => void): () => void {
    return this.#leavingListeners.subscribe(listener);
  }

  patchElements(patches: readonly ElementPatch[]): void {
    this.#submitter.patchElements(patches);
    this.#refer(patches.map(({ id }) => id));
    this.#flushSoon();
  }

  #refer(elements: readonly string[]): void {
    this.#options.blobs.refer(elements.map((id) => elementReference(id, this.#elements.get(id))));
  }

  createTask(title: string, column: ColumnId, notes = ''): Promise<Result> {
    return this.cards.create({ title, notes }, column);
  }

  editTask(id: string, change: TaskChange): Promise<Result> {
    const { title, notes, due } = change;
    const changes = {
      ...(title === undefined ? {} : { title: wellFormed(title) }),
      ...(notes === undefined ? {} : { notes: wellFormed(notes) }),
      ...(due === undefined ? {} : { due }),
    };
    return this.cards.submit({ type: 'task/edit', id, ...changes, log: true });
  }

  moveTask(id: string, column: ColumnId, before?: string): Promise<Result> {
    const shown = this.#board.shown();
    const position = positionBefore(shown.tasks(column), id, before);
    const from = shown.task(id)?.column;
    const expected = from === undefined ? {} : { from };
    return this.cards.submit({ type: 'task/move', id, column, position, ...expected, log: true });
  }

  claimTask(id: string): Promise<Result> {
    return this.cards.submit({ type: 'task/claim', id, start: true, log: true });
  }

  releaseTask(id: string): Promise<Result> {
    return this.cards.submit({ type: 'task/release', id, log: true });
  }

  completeTask(id: string): Promise<Result> {
    return this.cards.submit({ type: 'task/complete', id, log: true });
  }

  removeTask(id: string): Promise<Result> {
    return this.cards.submit({ type: 'task/remove', id });
  }

  renameBoard(name: string): Promise<Result> {
    return this.#submitter.submit({ type: 'board/rename', name: wellFormed(name) });
  }

  introduce(name: string): Promise<Result> {
    return this.#submitter.submit(this.#introduction.introduce(wellFormed(name)));
  }

  removePerson(id: ReplicaId): Promise<Result> {
    return this.#submitter.submit({ type: 'member/remove', id, name: wellFormed(this.#nameOf(id)) });
  }

  invite(access: BoardAccess): Invite {
    const { secret } = this.#options.invite;
    const given = access === 'view' ? viewSecretOf(secret) : secret;
    return { ...this.#options.invite, secret: given, boardName: this.#boardName() };
  }

  export(): string {
    return boardExport(this.#board.shown(), this.elements(), this.#boardName(), this.#options.now());
  }

  async recover(): Promise<void> {
    if (!this.#replica.canRecover()) throw new RecoveryNotPossible();
    this.#replica.recover();
  }

  close(): Promise<void> {
    if (this.#closing === undefined) {
      this.live.stop();
      this.#closing = this.#replica.stop().finally(() => {
        this.#options.blobs.close();
        this.#options.closed?.();
      });
      this.#options.closing?.(this.#closing);
    }
    return this.#closing;
  }

  #introduceItself(): void {
    // A viewer's name is in its handshakes.
    if (this.#access === 'view') return;
    const { settled } = this.#board;
    for (const body of this.#introduction.due(this.#view.health, settled, this.#board.pending())) {
      this.#submitter.submit(body);
    }
  }

  /** The name of who removed this device; empty if that is not known here. */
  #removedBy(): string {
    const by = this.#board.settled.member(this.#replica.id)?.removedBy;
    return by === undefined ? '' : this.#nameOf(by);
  }

  #reportRemoved(): void {
    if (this.#stopped !== undefined) return;
    const { removed } = this.#view;
    if (removed === this.#reportedRemoved) return;
    this.#reportedRemoved = removed;
    this.live.forget(removed.map(({ id }) => id));
    this.#replica.remove(removed.map(({ id }) => id));
  }

  #reportFacts(): void {
    // The first slot counts before it is durable; the second is decided only after that.
    const known = { founded: this.#view.settledThrough > 1, boardName: this.#boardName() };
    if (equal(known, this.#reported)) return;
    this.#reported = known;
    this.#options.remember?.(known);
  }

  #nameOf(id: ReplicaId): string {
    // As the window names them, where two have one name; those it does not show yet as the board or the network does.
    const shown = [...this.#view.people, ...this.#view.removed].find((person) => person.id === id);
    const connected = this.#replica.network.peers().find((peer) => peer.replica === id);
    return shown?.name || this.#board.settled.member(id)?.name || connected?.name || nameless(id);
  }

  #boardName(): string {
    return this.#board.settled.name || this.#options.boardName;
  }

  #flushSoon(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    this.#options.schedule(() => this.#flush());
  }

  #flush(): void {
    this.#flushing = false;
    const before = this.#view;
    this.#view = this.#makeView(before);
    this.#introduceItself();
    this.#reportFacts();
    this.#reportRemoved();
    for (const { by, removed, added } of this.#board.takeClearings()) {
      this.#notices.add({ type: 'cleared', by: this.#nameOf(by), removed, added });
      this.#flushSoon();
    }
    const changed = this.#elements.takeChanged();
    this.#refer(changed);
    if (changed.length > 0) this.#elementListeners.emit(changed);
    if (this.#view !== before) this.#viewListeners.emit();
  }

  #makeView(previous: SessionView | undefined): SessionView {
    const { settled } = this.#board;
    const shown = this.#board.shown();
    const pending = this.#board.pending();
    return sessionView(
      {
        boardId: this.#options.boardId,
        fallbackName: this.#options.boardName,
        me: this.#replica.id,
        myName: this.#introduction.myName,
        myAccess: this.#access,
        guest: this.#options.guest === true,
        shown,
        settled,
        tasks: this.#tasks.shown(shown, settled, pending),
        pendingChanges: pending.length,
        status: this.#started ? this.#replica.status() : undefined,
        canRecover: this.#started && this.#replica.canRecover(),
        peers: this.#started ? this.#replica.network.peers() : [],
        signaling: this.#started ? this.#replica.network.signaling() : { status: 'connecting' },
        settleMs: this.#settleTimes.medianMs(),
        stopped: this.#stopped,
        notices: this.#notices.latest(),
      },
      previous,
    );
  }
}
