/** An open board: accepts a person's changes, shows them at once, and notifies the window of their outcomes. */

import type { Blobs } from '#app/blobs/blobs.ts';
import { systemClock } from '#app/clock/clock.ts';
import { Emitter } from '#app/emitter/emitter.ts';
import type { SessionReplica } from '#app/replica/board-replica.ts';
import { Board } from '#shared/board/board.ts';
import type { ColumnId, ElementPatch } from '#shared/board/commands.ts';
import type { LibraryItem } from '#shared/board/library/model.ts';
import type { BoardElement } from '#shared/board/state.ts';
import { wellFormed } from '#shared/board/values/well-formed.ts';
import { accessOf, type BoardAccess, type Invite } from '#shared/invite/invite.ts';
import { viewSecretOf } from '#shared/invite/keys/keys.ts';
import type { Unsaved } from '#shared/replica/outbox/outbox.ts';
import { type BoardSession, RecoveryNotPossible, type TaskChange } from './api.ts';
import { type BoardExport, boardExport } from './board-export.ts';
import { DeviceLinking } from './changes/device-linking.ts';
import { Whiteboard } from './changes/elements/whiteboard.ts';
import { Members } from './changes/members.ts';
import { Submitter } from './changes/submitter.ts';
import { Cards } from './changes/tasks/cards.ts';
import { taskEdit, taskMove } from './changes/tasks/task-commands.ts';
import type { StepMark } from './changes/undo/element-history.ts';
import { UndoKeeper } from './changes/undo/undo-keeper.ts';
import { Live } from './live/live.ts';
import { Notices } from './notices.ts';
import { ReplicaEvents } from './replica-events.ts';
import { Introduction } from './reports/introduction.ts';
import { OwnRole } from './reports/own-role.ts';
import { Reports } from './reports/reports.ts';
import { SummaryKeeper } from './reports/summary.ts';
import type { Result } from './result.ts';
import type { SessionOptions } from './session-options.ts';
import { asPending } from './stored-board.ts';
import { CardFiles } from './view/card-files.ts';
import { OptimisticBoard } from './view/optimistic-board.ts';
import { Names } from './view/people/names.ts';
import { editorsPresent, nameless } from './view/people/people.ts';
import { PublishedView } from './view/published-view.ts';
import { SettleTimes } from './view/settle-times.ts';
import type { SessionView } from './view/view.ts';
import { ViewMaker } from './view/view-maker.ts';

export class Session implements BoardSession {
  readonly cards: Cards;
  readonly members: Members;
  readonly devices: DeviceLinking;
  readonly #options: SessionOptions;
  readonly #replica: SessionReplica;
  readonly #board: OptimisticBoard;
  readonly #whiteboard: Whiteboard;
  readonly #submitter: Submitter;
  readonly #undoKeeper: UndoKeeper | undefined;
  readonly #notices = new Notices();
  readonly #access: BoardAccess;
  readonly #settleTimes: SettleTimes;
  readonly #introduction: Introduction;
  readonly #names: Names;
  readonly #ownRole: OwnRole;
  readonly #reports: Reports;
  readonly #summary: SummaryKeeper;
  readonly live: Live;
  readonly #events: ReplicaEvents;
  readonly #view: PublishedView;
  readonly #cardFiles = new CardFiles();
  readonly #leavingListeners = new Emitter<void>();
  #started = false;
  #showsPending = false;
  /** The stored board is shown: later changes are new ones. */
  #isReplayed = false;
  #closing: Promise<void> | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#replica = options.replica;
    this.#access = accessOf(options.invite.secret) ?? 'view';
    const clock = options.clock ?? systemClock;
    this.#board = new OptimisticBoard(options.replica.id, new Board());
    this.#whiteboard = new Whiteboard({
      board: this.#board,
      blobs: options.blobs,
      submit: (patches) => {
        this.#submitter.patchElements(patches);
        this.#view.updateSoon();
      },
      mayChange: () => this.#viewsBy() === undefined,
      unmeasured: { clock, me: options.replica.id, present: () => editorsPresent(this.#view.current.people) },
      changed: () => this.#view.updateSoon(),
      undoChanged: () => this.#undoKeeper?.changed(),
    });
    this.cards = new Cards({
      submit: (body) => this.#submitter.submit(body),
      board: () => this.#board.shown(),
      me: options.replica.id,
      newId: options.newId,
      changed: () => this.#undoKeeper?.changed(),
    });
    if (options.undo !== undefined) {
      const { cards: tasks, undo: elements } = this;
      this.#undoKeeper = new UndoKeeper({ storage: options.undo, clock, elements, tasks });
    }
    this.#ownRole = new OwnRole(options.replica.id, (role) => {
      this.#notices.add({ type: 'role', role });
      this.#view.updateSoon();
    });
    this.#names = new Names({
      me: options.replica.id,
      boardName: options.boardName,
      deviceLabel: options.deviceLabel,
      settled: () => this.#board.settled,
      peers: () => this.#replica.network.peers(),
      view: () => this.#view.current,
    });
    this.#reports = new Reports({
      remember: options.remember,
      remove: (removed) => {
        this.live.forget(removed);
        this.#replica.remove(removed);
      },
    });
    this.#summary = new SummaryKeeper(options.now, (summary) => options.summarise?.(summary));
    this.#settleTimes = new SettleTimes(clock);
    this.#submitter = new Submitter({
      replica: options.replica,
      board: this.#board,
      elements: this.#whiteboard.shown,
      notices: this.#notices,
      settleTimes: this.#settleTimes,
      mergedTexts: this.#whiteboard.mergedTexts,
      viewsBy: () => this.#viewsBy(),
      now: options.now,
      nameOf: (id) => this.#names.of(id),
      isClosing: () => this.#closing !== undefined,
      changed: () => this.#view.updateSoon(),
    });
    this.members = new Members({
      me: options.replica.id,
      submit: (body) => this.#submitter.submit(body),
      nameOf: (id) => this.#names.of(id),
      ownRole: this.#ownRole,
    });
    this.devices = new DeviceLinking({
      me: options.replica.id,
      submit: (body) => this.#submitter.submit(body),
      settled: () => this.#board.settled,
      clock,
      now: options.now,
      random: options.random,
      changed: () => this.#view.updateSoon(),
    });
    this.#introduction = new Introduction({
      me: options.replica.id,
      guest: options.guest === true,
      myName: wellFormed(options.myName),
      boardName: options.founder ? wellFormed(options.boardName) : undefined,
      label: nameless(options.replica.id, options.deviceLabel),
    });
    this.live = new Live({
      mayDraw: () => this.#viewsBy() === undefined,
      clock,
      schedule: options.schedule,
      send: (to, message) => this.#replica.sendPresence(to, message),
      isClear: (to) => this.#replica.network.isClear(to),
    });
    this.#events = new ReplicaEvents({
      board: this.#board,
      submitter: this.#submitter,
      notices: this.#notices,
      names: this.#names,
      live: this.live,
      merged: (texts) => this.#whiteboard.unmeasured.merged(texts),
      settled: () => {
        if (this.#isReplayed) this.#summary.changed();
      },
      changed: (isUrgent) => this.#view.updateSoon(isUrgent),
    });
    for (const fact of options.firstNotices ?? []) this.#notices.add({ type: 'device', fact });
    const viewMaker = new ViewMaker({
      boardId: options.boardId,
      boardName: options.boardName,
      access: this.#access,
      guest: options.guest === true,
      deviceLabel: options.deviceLabel,
      replica: options.replica,
      board: this.#board,
      notices: this.#notices,
      settleTimes: this.#settleTimes,
      myName: () => this.#introduction.myName,
      halt: () => this.#events.halt,
      link: () => this.devices.state,
      isStarted: () => this.#started,
      now: options.now,
    });
    this.#view = new PublishedView({
      schedule: options.schedule,
      make: (previous) => viewMaker.make(previous),
      made: (view) => this.#viewMade(view),
    });
  }

  /**
   * Restores the stored board of the device in slices, so that {@link start} need not do it at once. To be called before it.
   *
   * @param state of a snapshot in the storage; undefined if it has none. The log after it is replayed.
   */
  async prepare(state: Uint8Array | undefined): Promise<void> {
    if (state !== undefined) await this.#events.prepare(state);
    this.#showPending();
    await this.#replica.prepare(this.#events);
  }

  /** Starts the replica. The stored board is there when it returns. */
  start(): void {
    if (!this.#showsPending) this.#showPending();
    this.#started = true;
    this.#replica.start(this.#events);
    // Stored changes cause no notices.
    this.#board.takeClearings();
    this.#isReplayed = true;
    this.#ownRole.begin(this.#board.settled);
    this.#introduction.begin(this.#board.settled);
    this.#view.update();
  }

  /** The changes of earlier runs that may not be applied yet: the replay of the log settles those that it contains. */
  #showPending(): void {
    this.#showsPending = true;
    this.#board.restore(
      this.#replica.pendingCommands().flatMap(({ sequence, body }) => asPending(sequence, body)),
    );
  }

  get ties(): Whiteboard['ties'] {
    return this.#whiteboard.ties;
  }

  get undo(): Whiteboard['undo'] {
    return this.#whiteboard.undo;
  }

  get mergedTexts(): Whiteboard['mergedTexts'] {
    return this.#whiteboard.mergedTexts;
  }

  get blobs(): Blobs {
    return this.#options.blobs;
  }

  // From the shelf.

  /**
   * The page or the device is about to end: the window submits its waiting changes.
   *
   * @returns the changes not known to be applied.
   */
  leaving(): Unsaved {
    this.#leavingListeners.emit();
    this.#undoKeeper?.ends();
    this.#summary.flush();
    return this.#replica.holdBack();
  }

  // For the window.

  view(): SessionView {
    return this.#view.current;
  }

  subscribe(listener: () => void): () => void {
    return this.#view.subscribe(listener);
  }

  refresh(): void {
    this.#view.refresh();
  }

  elements(): readonly BoardElement[] {
    return this.#whiteboard.shown.inOrder();
  }

  element(id: string): BoardElement | undefined {
    return this.#whiteboard.shown.get(id);
  }

  subscribeElements(listener: (changed: readonly string[]) => void): () => void {
    return this.#view.subscribeElements(listener);
  }

  onLeaving(listener: () => void): () => void {
    return this.#leavingListeners.subscribe(listener);
  }

  patchElements(patches: readonly ElementPatch[], mark?: StepMark): void {
    this.#whiteboard.patch(patches, mark);
  }

  tieElements(ids: readonly string[], card: string | undefined): void {
    this.#whiteboard.tie(ids, card);
  }

  createTask(title: string, column: ColumnId, notes = ''): Promise<Result> {
    return this.cards.create({ title, notes }, column);
  }

  editTask(id: string, change: TaskChange): Promise<Result> {
    return this.cards.submit(taskEdit(id, change));
  }

  moveTask(id: string, column: ColumnId, before?: string): Promise<Result> {
    return this.cards.submit(taskMove(this.#board.shown(), id, column, before));
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

  addToLibrary({ name, ...item }: LibraryItem): Promise<Result> {
    const named = name === undefined ? {} : { name: wellFormed(name) };
    return this.#submitter.submit({ type: 'library/add', ...item, ...named });
  }

  removeFromLibrary(id: string): Promise<Result> {
    return this.#submitter.submit({ type: 'library/remove', id });
  }

  renameBoard(name: string, was = ''): Promise<Result> {
    const base = was === '' ? {} : { nameWas: was };
    return this.#submitter.submit({ type: 'board/rename', name: wellFormed(name), ...base });
  }

  introduce(name: string): Promise<Result> {
    return this.#submitter.submit(this.#introduction.introduce(wellFormed(name)));
  }

  invite(access: BoardAccess): Invite {
    const { secret } = this.#options.invite;
    const given = access === 'view' || this.#viewsBy() !== undefined ? viewSecretOf(secret) : secret;
    return { ...this.#options.invite, secret: given, boardName: this.#names.board };
  }

  export(): BoardExport {
    return boardExport(this.#board.shown(), this.elements(), this.#names.board, this.#options.now());
  }

  async recover(): Promise<void> {
    if (!this.#replica.canRecover()) throw new RecoveryNotPossible();
    this.#replica.recover();
  }

  close(): Promise<void> {
    if (this.#closing === undefined) {
      this.live.stop();
      this.devices.stop();
      this.#whiteboard.unmeasured.stop();
      this.#undoKeeper?.ends();
      this.#summary.flush();
      this.#closing = this.#replica.stop().finally(() => {
        this.#options.blobs.close();
        this.#options.closed?.();
      });
      this.#options.closing?.(this.#closing);
    }
    return this.#closing;
  }

  #viewsBy(): 'viewOnly' | 'viewer' | undefined {
    if (this.#access === 'view') return 'viewOnly';
    return this.#board.settled.role(this.#replica.id) === 'viewer' ? 'viewer' : undefined;
  }

  #introduceItself(view: SessionView): void {
    // A viewer's name is in its handshakes.
    if (this.#access === 'view') return;
    const { settled } = this.#board;
    const name = this.#introduction.adopted(settled, this.#board.pending());
    if (name !== undefined) {
      this.#options.renamed?.(name);
      this.#view.updateSoon();
    }
    for (const body of this.#introduction.due(view.health, settled, this.#board.pending())) {
      this.#ownRole.asked(body);
      this.#submitter.submit(body);
    }
  }

  /** @returns the elements that have changed. */
  #viewMade(view: SessionView): readonly string[] {
    this.#introduceItself(view);
    if (view.health.state === 'settling' || view.health.state === 'waiting') this.devices.update();
    this.#ownRole.update(this.#board.settled);
    // The first slot counts before it is durable; the second is decided only after that.
    this.#reports.facts({ founded: view.settledThrough > 1, boardName: this.#names.board });
    if (this.#events.halt === undefined) this.#reports.removed(view.removed);
    this.#summary.observe(view.people);
    for (const { by, removed, added } of this.#board.takeClearings()) {
      this.#notices.add({ type: 'cleared', by: this.#names.of(by), removed, added });
      this.#view.updateSoon();
    }
    const changed = this.#whiteboard.takeChanged();
    this.#options.blobs.refer(this.#cardFiles.changes(view));
    return changed;
  }
}
