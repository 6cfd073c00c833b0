/** An open board: takes what a person does, shows it at once, and tells a window what became of it. */

import equal from 'fast-deep-equal';
import type { Blobs, BoardBlobs } from '#app/blobs/board-blobs.ts';
import { Emitter } from '#app/emitter/emitter.ts';
import { type Clock, systemClock } from '#app/mesh/clock.ts';
import type { SessionReplica } from '#app/replica/board-replica.ts';
import type { Halt, ReplicaListener, ReplicaNotice } from '#app/replica/listener.ts';
import { StoreCorrupted } from '#app/store/errors.ts';
import { Board } from '#shared/board/board.ts';
import { decodeCommand, encodeCommand } from '#shared/board/bytes/codec.ts';
import { encodePlain } from '#shared/board/bytes/plain-data.ts';
import { BadSnapshot } from '#shared/board/bytes/snapshot.ts';
import type {
  BoardCommandBody,
  BoardCommandType,
  ColumnId,
  ElementPatch,
  Outcome,
} from '#shared/board/commands.ts';
import { maxPatchesPerCommand } from '#shared/board/limits.ts';
import { positionBefore } from '#shared/board/order/position.ts';
import type { BoardElement } from '#shared/board/state.ts';
import { shelves } from '#shared/board/task/model.ts';
import { wellFormed } from '#shared/board/well-formed.ts';
import { accessOf, type BoardAccess, type Invite } from '#shared/invite/invite.ts';
import { viewSecretOf } from '#shared/invite/keys.ts';
import type { Decided, Restored } from '#shared/paxos/effects.ts';
import { maxCommandBytes } from '#shared/paxos/model/entry.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { PendingCommand } from '#shared/replica/outbox.ts';
import type { Presence } from '#shared/wire/presence.ts';
import { type BoardSession, RecoveryNotPossible, type Result, type TaskChange } from './api.ts';
import { boardExport } from './board-export.ts';
import { Cards } from './cards.ts';
import { Outcomes } from './changes/outcomes.ts';
import type { Schedule } from './changes/pacing.ts';
import { isGuarded, isTyped, type PendingChange } from './changes/pending.ts';
import { splitPatches } from './changes/split.ts';
import { TaskList } from './changes/tasks.ts';
import { Introduction } from './introduction.ts';
import { Live } from './live/live.ts';
import { Notices, peerNotice } from './notices.ts';
import { elementReference } from './view/image-references.ts';
import { OptimisticBoard, type OwnSettled } from './view/optimistic-board.ts';
import { nameless } from './view/people.ts';
import { sessionView } from './view/session-view.ts';
import { SettleTimes } from './view/settle-times.ts';
import { ShownElements } from './view/shown-elements.ts';
import type { DeviceFact, SessionView } from './view/view.ts';

export interface BoardFacts {
  /** The first slot is durable on this device. */
  readonly founded: boolean;
  readonly boardName: string;
}

export interface SessionOptions {
  readonly boardId: string;
  /** As this device remembers it; shown until the board's own name is known. */
  readonly boardName: string;
  /** This device made the board, so it gives it its name. */
  readonly founder: boolean;
  readonly myName: string;
  readonly invite: Invite;
  readonly replica: SessionReplica;
  /** Closed with the session. */
  readonly blobs: BoardBlobs;
  /** Wall clock, milliseconds since 1970: for people to read. */
  readonly now: () => number;
  /** Never goes back, milliseconds: to measure with. */
  readonly elapsed: () => number;
  /** Names a new task; never the same twice. */
  readonly newId: () => string;
  /** When the window is told of changes. */
  readonly schedule: Schedule;
  /** For what is told beside the log. This window's unless it is given. */
  readonly clock?: Clock;
  /** This device keeps the board only while the page is open. */
  readonly guest?: boolean;
  /** What to tell the person from the start. */
  readonly firstNotices?: readonly DeviceFact[];
  /** Called when they change: the shelf stores them. */
  readonly remember?: (known: BoardFacts) => void;
  /** It has begun to close; `done` settles when the board may be opened again. */
  readonly closing?: (done: Promise<void>) => void;
  /** After the replica has stopped. */
  readonly closed?: () => void;
}

export class Session implements BoardSession, ReplicaListener {
  readonly cards: Cards;
  readonly #options: SessionOptions;
  readonly #replica: SessionReplica;
  readonly #board: OptimisticBoard;
  readonly #elements: ShownElements;
  readonly #outcomes = new Outcomes();
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
    this.#board = new OptimisticBoard(options.replica.id, new Board());
    this.#elements = new ShownElements(this.#board);
    this.cards = new Cards({
      submit: (body) => this.#submit(body),
      board: () => this.#board.shown(),
      me: options.replica.id,
      newId: options.newId,
    });
    this.#settleTimes = new SettleTimes(options.elapsed);
    this.#introduction = new Introduction({
      me: options.replica.id,
      guest: options.guest === true,
      myName: wellFormed(options.myName),
      boardName: options.founder ? wellFormed(options.boardName) : undefined,
    });
    this.live = new Live({
      access: this.#access,
      clock: options.clock ?? systemClock,
      schedule: options.schedule,
      send: (to, message) => this.#replica.sendPresence(to, message),
      isClear: (to) => this.#replica.network.isClear(to),
    });
    for (const fact of options.firstNotices ?? []) this.#notices.add({ type: 'device', fact });
    this.#view = this.#makeView(undefined);
  }

  /** Begins to take part. What this device's storage knows is there when it returns, if the replica replays at once. */
  start(): void {
    this.#board.restore(
      this.#replica.pendingCommands().flatMap(({ sequence, body }) => asPending(sequence, body)),
    );
    this.#started = true;
    this.#replica.start(this);
    // What this device's storage knows is no news.
    this.#board.takeClearings();
    this.#flush();
  }

  get blobs(): Blobs {
    return this.#options.blobs;
  }

  // From the replica.

  decided(slots: readonly Decided[]): void {
    for (const own of this.#board.settle(slots.flatMap(({ commands }) => commands))) this.#settled(own);
    this.#flushSoon();
  }

  /** @throws StoreCorrupted if it is no board. */
  restored({ state }: Restored): number {
    for (const own of this.#board.replace(restoredBoard(state))) this.#settled(own);
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
    if (this.#board.settled.member(from)?.removedBy === undefined) this.live.hear(from, message);
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
    if (this.#access === 'view') return this.#refuseView(patches.map(({ id }) => id));
    const at = this.#options.now();
    const bytesOf = (some: readonly ElementPatch[]) =>
      encodePlain({ type: 'elements/patch', at, patches: some }).byteLength;
    const limits = { maxCommandBytes, maxPatches: maxPatchesPerCommand };
    const { commands, divided, tooLarge } = splitPatches(this.#elements.withBasis(patches), bytesOf, limits);
    for (const command of commands) this.#patch(command, at);
    for (const { patch, parts } of divided) this.#patchInParts(patch, parts, at);
    for (const { id } of tooLarge) {
      this.#refused({ type: 'elements/patch' }, { status: 'refused', reason: 'too-large' });
      this.#board.showAgain([id]);
    }
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
    return this.#submit({ type: 'board/rename', name: wellFormed(name) });
  }

  introduce(name: string): Promise<Result> {
    return this.#submit(this.#introduction.introduce(wellFormed(name)));
  }

  removePerson(id: ReplicaId): Promise<Result> {
    return this.#submit({ type: 'member/remove', id, name: wellFormed(this.#nameOf(id)) });
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

  /** Patches that this board refuses must not take those down that come with them. */
  #patch(patches: readonly ElementPatch[], at: number): void {
    const command = { type: 'elements/patch', patches, at } as const;
    const body = encodeCommand(command);
    const outcome = this.#board.try(body);
    if (outcome.status === 'applied') {
      this.#handOver({ command, body });
      this.#elements.patched(patches);
    } else if (patches.length > 1) {
      for (const patch of patches) this.#patch([patch], at);
    } else {
      this.#refused(command, outcome);
      this.#board.showAgain(patches.map(({ id }) => id));
    }
  }

  /** All of them or, if the board refuses what they are together, none. */
  #patchInParts(patch: ElementPatch, parts: readonly ElementPatch[], at: number): void {
    const changes = parts.map((part, position) => {
      const more = position < parts.length - 1 ? ({ more: true } as const) : {};
      const command = { type: 'elements/patch', patches: [part], ...more, at } as const;
      return { command, body: encodeCommand(command) };
    });
    const refused = changes
      .map(({ body }) => this.#board.try(body))
      .find((outcome) => outcome.status === 'refused');
    if (refused === undefined) {
      for (const change of changes) this.#handOver(change);
      this.#elements.patched([patch]);
      return;
    }
    this.#board.untry();
    this.#refused({ type: 'elements/patch' }, refused);
    this.#board.showAgain([patch.id]);
  }

  /** A window that lets somebody change what only may be viewed shows again what is there. */
  #refuseView(elements: readonly string[]): void {
    this.#notices.add({ type: 'local', refusal: 'viewOnly' });
    this.#board.showAgain(elements);
    this.#flushSoon();
  }

  #submit(body: BoardCommandBody): Promise<Result> {
    if (this.#access === 'view') {
      this.#refuseView([]);
      return Promise.resolve(notTaken);
    }
    const command = { ...body, at: this.#options.now() };
    const bytes = encodePlain(command);
    const decoded = decodeCommand(bytes);
    if (!decoded.ok) {
      // Every replica would refuse it for its form alone: it need not be agreed on.
      const outcome: Outcome = { status: 'refused', reason: decoded.reason };
      this.#refused(command, outcome);
      this.#flushSoon();
      return Promise.resolve(outcome);
    }
    const tried = isGuarded(command) ? undefined : this.#board.try(bytes);
    if (tried?.status === 'refused' && isTyped(command)) {
      // What somebody typed is refused while they still have it before them. The others would most likely refuse it too.
      this.#refused(command, tried);
      this.#flushSoon();
      return Promise.resolve(tried);
    }
    return this.#handOver({ command: decoded.command, body: bytes });
  }

  #handOver(change: Omit<PendingChange, 'sequence'>): Promise<Result> {
    this.#flushSoon();
    const result = this.#replica.submit(change.body);
    if (result.ok) {
      this.#board.add({ ...change, sequence: result.sequence });
      this.#settleTimes.submitted(result.sequence);
      return this.#outcomes.of(result.sequence);
    }
    this.#board.untry();
    if (this.#closing === undefined) this.#notices.add({ type: 'local', refusal: result.refusal });
    if (result.refusal === 'outboxFull') return Promise.resolve({ status: 'refused', reason: 'too-many' });
    if (result.refusal === 'tooLarge') return Promise.resolve({ status: 'refused', reason: 'too-large' });
    return Promise.resolve(notTaken);
  }

  #settled({ change, outcome }: OwnSettled): void {
    const { sequence, command } = change;
    this.#settleTimes.settled(sequence);
    this.#outcomes.settled(sequence, outcome);
    if (outcome.status !== 'refused') return;
    this.#refused(command, outcome);
    if (command.type === 'elements/patch') this.#board.showAgain(command.patches.map(({ id }) => id));
  }

  #refused(
    command: { readonly type: BoardCommandType; readonly id?: string },
    outcome: Outcome & { readonly status: 'refused' },
  ): void {
    const { reason, by, property, at } = outcome;
    const board = this.#board.settled;
    const task = command.id === undefined ? undefined : board.task(command.id);
    const where = shelves.find((shelf) => shelf === at) ?? board.columns().find(({ id }) => id === at);
    this.#notices.add({
      type: 'refused',
      command: command.type,
      reason,
      ...(by === undefined ? {} : { by: this.#nameOf(by) }),
      ...(task === undefined ? {} : { card: { number: task.number, title: task.title } }),
      ...(where === undefined ? {} : { at: where }),
      ...(property === undefined ? {} : { property }),
    });
  }

  #introduceItself(): void {
    // Who may only view is known by the name in its handshakes.
    if (this.#access === 'view') return;
    const { settled } = this.#board;
    for (const body of this.#introduction.due(this.#view.health, settled, this.#board.pending())) {
      this.#submit(body);
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

const notTaken: Result = { status: 'not-taken' };

function restoredBoard(state: Uint8Array): Board {
  try {
    return Board.restore(state);
  } catch (error) {
    if (error instanceof BadSnapshot) throw new StoreCorrupted(error.message);
    throw error;
  }
}

/** What another version put into the outbox and this one cannot read is refused by all, and not shown meanwhile. */
function asPending(sequence: number, body: Uint8Array): PendingChange[] {
  const decoded = decodeCommand(body);
  return decoded.ok ? [{ sequence, command: decoded.command, body }] : [];
}
