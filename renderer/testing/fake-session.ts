/**
 * A board without a network or storage, for tests and for the preview of the window. Changes settle after a delay; the changes
 * of others are scripted. It is not part of the product.
 */

import { memoryBlobs } from '#app/blobs/testing/memory-blobs.ts';
import { systemClock } from '#app/clock/clock.ts';
import type { BoardSession } from '#app/session/api.ts';
import type { BoardExport } from '#app/session/board-export.ts';
import { DeviceLinking } from '#app/session/changes/device-linking.ts';
import { MergedTexts } from '#app/session/changes/elements/merged-texts.ts';
import { Members } from '#app/session/changes/members.ts';
import { choicesIn } from '#app/session/changes/pending.ts';
import { Cards } from '#app/session/changes/tasks/cards.ts';
import { ElementHistory, type StepMark } from '#app/session/changes/undo/element-history.ts';
import { Live } from '#app/session/live/live.ts';
import { Ties } from '#app/session/view/elements/ties.ts';
import type { Health, Notice, Person, SessionView, TaskView } from '#app/session/view/view.ts';
import { Board } from '#shared/board/board.ts';
import { encodeCommand } from '#shared/board/bytes/codec.ts';
import type { BoardCommandBody, ColumnId, ElementPatch, Outcome } from '#shared/board/commands.ts';
import { tiePatches } from '#shared/board/element/card-tie.ts';
import type { LibraryItem } from '#shared/board/library/model.ts';
import type { Role } from '#shared/board/member/role.ts';
import type { BoardElement } from '#shared/board/state.ts';
import { type BoardAccess, boardSecretBytes, type Invite } from '#shared/invite/invite.ts';
import { viewSecretOf } from '#shared/invite/keys/keys.ts';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { FakeElements } from './fake-elements.ts';
import { fakeExport } from './fake-export.ts';
import { firstView } from './first-view.ts';

export interface FakeSessionOptions {
  readonly boardId: string;
  readonly boardName: string;
  readonly myName: string;
  /** Milliseconds until a change settles. */
  readonly settleMs: number;
}

const applied: Outcome = { status: 'applied' };

export class FakeSession implements BoardSession {
  /** Every call of `patchElements`, for tests. */
  readonly patchCalls: (readonly ElementPatch[])[] = [];
  /** Without links: a test calls `live.receive` for a message of a peer. */
  readonly live = new Live({
    mayDraw: () => true,
    clock: systemClock,
    schedule: queueMicrotask,
    send: () => 0,
    isClear: () => true,
  });
  /** Ids of tasks that another person claims just before this one does. */
  readonly contested = new Set<string>();
  readonly blobs = memoryBlobs();
  readonly #options: FakeSessionOptions;
  readonly #elements = new FakeElements();
  readonly ties = new Ties((id) => this.#elements.get(id));
  readonly #listeners = new Set<() => void>();
  readonly #leavingListeners = new Set<() => void>();
  readonly members = new Members({
    me: replicaId('me'),
    submit: (body) => {
      const choices = choicesIn([{ sequence: 1, command: { ...body, at: 0 }, body: new Uint8Array() }]);
      this.set({ choices: [...this.#view.choices, ...choices] });
      return this.#settle(() => {
        this.set({ choices: this.#view.choices.filter((choice) => !choices.includes(choice)) });
        this.#changeMembers(body);
        return applied;
      });
    },
    nameOf: (id) => this.#view.people.find((person) => person.id === id)?.name ?? '',
    ownRole: { asked: () => undefined, refused: () => undefined },
  });
  readonly #links = new Board();
  readonly devices = new DeviceLinking({
    me: replicaId('me'),
    submit: (body) => this.#settle(() => this.#link(body)),
    settled: () => this.#links,
    clock: systemClock,
    now: Date.now,
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    changed: () => this.set({ link: this.devices.state }),
  });
  /** Columns, labels and the parts of cards: their changes settle without an effect on the view. */
  readonly cards = new Cards({
    submit: () => this.#settle(() => applied),
    board: () => new Board(),
    me: replicaId('me'),
    newId: () => crypto.randomUUID(),
  });
  readonly mergedTexts = new MergedTexts({
    submit: (patches) => {
      this.#patchElements(patches);
      this.#elements.notify(patches.map(({ id }) => id));
    },
    mayChange: () => true,
  });
  readonly undo = new ElementHistory({
    element: (id) => this.#elements.get(id),
    submit: (patches, unmeasured) => {
      this.mergedTexts.add(unmeasured);
      this.#patchElements(patches);
      this.#elements.notify(patches.map(({ id }) => id));
    },
    changed: () => undefined,
  });
  #view: SessionView;
  #numbers = 0;
  #order = 0;

  constructor(options: FakeSessionOptions) {
    this.#options = options;
    this.#view = firstView(options);
  }

  // For scripts and tests.

  set(change: Partial<SessionView>): void {
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener();
  }

  setHealth(health: Health): void {
    this.set({ health });
  }

  notify(kind: Notice['kind']): void {
    const number = (this.#view.notices.at(-1)?.number ?? 0) + 1;
    this.set({ notices: [...this.#view.notices, { number, kind }] });
  }

  leaving(): void {
    for (const listener of this.#leavingListeners) listener();
  }

  /** Another person's changes of elements. */
  patchFromOutside(patches: readonly ElementPatch[]): void {
    this.#elements.patch(patches);
    this.#elements.notify(patches.map((patch) => patch.id));
  }

  /** The creation of an element is refused: it is removed. */
  refuseElement(id: string): void {
    this.#elements.delete(id);
    this.#elements.notify([id]);
  }

  addTask(task: Partial<TaskView> & { readonly title: string }): TaskView {
    this.#order += 1;
    const number = task.number ?? ++this.#numbers;
    const made: TaskView = {
      id: `task-${this.#order}`,
      number,
      notes: '',
      column: 'todo',
      position: `a${this.#order}`,
      createdBy: this.#view.me.id,
      createdAt: 0,
      pending: false,
      claiming: false,
      ...task,
    };
    this.#place(made, made.column);
    return made;
  }

  // For the window.

  view(): SessionView {
    return this.#view;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  refresh(): void {
    // The view is always of the latest change.
  }

  elements(): readonly BoardElement[] {
    return this.#elements.all();
  }

  element(id: string): BoardElement | undefined {
    return this.#elements.get(id);
  }

  subscribeElements(listener: (changed: readonly string[]) => void): () => void {
    return this.#elements.subscribe(listener);
  }

  onLeaving(listener: () => void): () => void {
    this.#leavingListeners.add(listener);
    return () => this.#leavingListeners.delete(listener);
  }

  patchElements(patches: readonly ElementPatch[], mark?: StepMark): void {
    this.undo.record(patches, mark, () => this.#patchElements(patches));
  }

  #patchElements(patches: readonly ElementPatch[]): void {
    this.patchCalls.push(patches);
    this.#elements.patch(patches);
    this.ties.update(patches.map(({ id }) => id));
    void this.#settle(() => applied);
  }

  tieElements(ids: readonly string[], card: string | undefined): void {
    const patches = tiePatches(
      ids.flatMap((id) => this.element(id) ?? []),
      card,
    );
    this.patchElements(patches);
    this.#elements.notify(patches.map(({ id }) => id));
  }

  addToLibrary(item: LibraryItem): Promise<Outcome> {
    this.set({ library: [item, ...this.#view.library] });
    return this.#settle(() => applied);
  }

  removeFromLibrary(id: string): Promise<Outcome> {
    this.set({ library: this.#view.library.filter((item) => item.id !== id) });
    return this.#settle(() => applied);
  }

  createTask(title: string, column: ColumnId, notes = ''): Promise<Outcome> {
    const task = this.addTask({ title, notes, column, number: 0, pending: true });
    return this.#settle(() => {
      this.#numbers += 1;
      this.#change(task.id, { number: this.#numbers, pending: false });
      return { status: 'applied', number: this.#numbers };
    });
  }

  editTask(id: string, change: { readonly title?: string; readonly notes?: string }): Promise<Outcome> {
    return this.#optimistic(id, change);
  }

  moveTask(id: string, column: ColumnId, before?: string): Promise<Outcome> {
    const task = this.#take(id);
    if (task === undefined) return Promise.resolve({ status: 'refused', reason: 'no-such-task' });
    const done: Partial<TaskView> = column === 'done' ? { completedBy: this.#view.me.id } : {};
    this.#place({ ...task, ...done, column, pending: true }, column, before);
    return this.#settle(() => {
      this.#change(id, { pending: false });
      return applied;
    });
  }

  claimTask(id: string): Promise<Outcome> {
    this.#change(id, { claiming: true, pending: true });
    return this.#settle(() => {
      const other = this.#view.people.find((person) => !person.isMe);
      if (this.contested.has(id) && other !== undefined) {
        this.#change(id, { claiming: false, pending: false, claimedBy: other.id });
        this.notify({ type: 'refused', command: 'task/claim', reason: 'already-claimed', by: other.name });
        return { status: 'refused', reason: 'already-claimed', by: other.id };
      }
      this.#change(id, { claiming: false, pending: false, claimedBy: this.#view.me.id });
      return applied;
    });
  }

  releaseTask(id: string): Promise<Outcome> {
    return this.#settle(() => {
      const task = this.#take(id);
      if (task === undefined) return { status: 'refused', reason: 'no-such-task' };
      const { claimedBy: _, ...released } = task;
      this.#place(released, task.column);
      return applied;
    });
  }

  completeTask(id: string): Promise<Outcome> {
    return this.moveTask(id, 'done');
  }

  removeTask(id: string): Promise<Outcome> {
    this.#take(id);
    return this.#settle(() => applied);
  }

  renameBoard(name: string): Promise<Outcome> {
    this.set({ boardName: name });
    return this.#settle(() => applied);
  }

  introduce(name: string): Promise<Outcome> {
    const me = { ...this.#view.me, name };
    this.set({ me, people: this.#view.people.map((person) => (person.isMe ? me : person)) });
    return this.#settle(() => applied);
  }

  #link(body: BoardCommandBody): Outcome {
    const origin = replicaId('me');
    let outcome: Outcome = applied;
    for (const each of [{ type: 'member/introduce', name: this.#view.me.name } as const, body]) {
      const sequence = (this.#links.lastOutcome(origin)?.sequence ?? 0) + 1;
      outcome = this.#links.apply({ origin, sequence, body: encodeCommand({ ...each, at: 0 }) });
    }
    queueMicrotask(() => this.devices.update());
    return outcome;
  }

  #changeMembers(change: BoardCommandBody): void {
    switch (change.type) {
      case 'member/remove': {
        const { people, removed } = this.#view;
        const gone = people.filter(({ id }) => id === change.id);
        return this.set({
          people: people.filter(({ id }) => id !== change.id),
          removed: [...removed, ...gone],
        });
      }
      case 'board/newcomers':
        return this.set({ newcomers: change.role });
      case 'member/role':
        return this.#setRoles((person) => (person.id === change.id ? change.role : person.role));
      case 'member/hand-over':
        return this.#setRoles(({ id, isMe, role }) => (id === change.id ? 'owner' : isMe ? 'editor' : role));
    }
  }

  #setRoles(roleOf: (person: Person) => Role): void {
    const people = this.#view.people.map((person) => ({ ...person, role: roleOf(person) }));
    const me = people.find(({ isMe }) => isMe) ?? this.#view.me;
    this.set({ people, me, inCharge: me.role === 'owner' });
  }

  invite(access: BoardAccess): Invite {
    const board = Uint8Array.from({ length: boardSecretBytes }, (_, at) => at * 7);
    const secret = access === 'view' ? viewSecretOf(board) : board;
    return { secret, boardName: this.#view.boardName, hosts: [] };
  }

  export(): BoardExport {
    return fakeExport(this.#view, this.elements());
  }

  recover(): Promise<void> {
    this.set({ canRecover: false, health: { state: 'settling', voters: 1, reachable: 1 } });
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#listeners.clear();
    this.#elements.end();
    return Promise.resolve();
  }

  async #settle(apply: () => Outcome): Promise<Outcome> {
    this.set({ pendingChanges: this.#view.pendingChanges + 1 });
    await new Promise((resolve) => setTimeout(resolve, this.#options.settleMs));
    this.set({
      pendingChanges: this.#view.pendingChanges - 1,
      settledThrough: this.#view.settledThrough + 1,
    });
    return apply();
  }

  #optimistic(id: string, change: Partial<TaskView>): Promise<Outcome> {
    this.#change(id, { ...change, pending: true });
    return this.#settle(() => {
      this.#change(id, { pending: false });
      return applied;
    });
  }

  #change(id: string, change: Partial<TaskView>): void {
    this.#setTasks((tasks) => tasks.map((task) => (task.id === id ? { ...task, ...change } : task)));
  }

  #take(id: string): TaskView | undefined {
    const task = Object.values(this.#view.tasks)
      .flat()
      .find((one) => one.id === id);
    this.#setTasks((tasks) => tasks.filter((one) => one.id !== id));
    return task;
  }

  #place(task: TaskView, column: ColumnId, before?: string): void {
    const tasks = this.#view.tasks[column] ?? [];
    const at = before === undefined ? -1 : tasks.findIndex((one) => one.id === before);
    const placed = at < 0 ? [...tasks, task] : [...tasks.slice(0, at), task, ...tasks.slice(at)];
    this.set({ tasks: { ...this.#view.tasks, [column]: placed } });
  }

  #setTasks(change: (tasks: readonly TaskView[]) => readonly TaskView[]): void {
    const { todo, doing, done } = this.#view.tasks;
    this.set({ tasks: { todo: change(todo), doing: change(doing), done: change(done) } });
  }
}
