/** The board as a state machine: agreed commands in, outcomes out, the same on every replica. */

import type { Command } from '#shared/paxos/model/entry.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { invariant } from '#shared/paxos/model/invariant.ts';
import { decodeCommand } from './bytes/codec.ts';
import { formatHash } from './bytes/digest.ts';
import { contentInSteps } from './bytes/restoring/restoring.ts';
import { contentFromSnapshot, snapshotOf } from './bytes/snapshot.ts';
import { snapshotPieces } from './bytes/snapshot-pieces.ts';
import type { BoardCommand, Outcome } from './commands.ts';
import {
  type BoardContent,
  contentHash,
  emptyContent,
  forkContent,
  hashSome,
  type LastOutcome,
} from './content.ts';
import type { Turnover } from './elements.ts';
import type { LibraryItem } from './library/model.ts';
import { maxNameLength } from './limits.ts';
import { applyToMembers, isMemberCommand, type MemberCommand, refusalByStanding } from './member/members.ts';
import { devicesOf, personOf } from './member/persons.ts';
import { isHere, isInCharge, mayChange, newcomerRole, roleOf } from './member/rights.ts';
import type { NewcomerRole, Role } from './member/role.ts';
import { applied, refused } from './outcome.ts';
import { isWhole, joined, type Part, type PatchCommand } from './parts.ts';
import type { BoardElement, BoardView, Member } from './state.ts';
import type { Column, ColumnId, Label, Shelf, Task, Template } from './task/model.ts';
import { mergedWords } from './values/merged-field.ts';

/** The changed entries, each with its value before: undefined for a new one. */
export interface BoardChanges {
  readonly elements: ReadonlyMap<string, BoardElement | undefined>;
  readonly tasks: ReadonlyMap<string, Task | undefined>;
  readonly columns: ReadonlyMap<ColumnId, Column | undefined>;
  readonly labels: ReadonlyMap<string, Label | undefined>;
  readonly templates: ReadonlyMap<string, Template | undefined>;
  readonly members: ReadonlyMap<ReplicaId, Member | undefined>;
  readonly name: boolean;
}

export class Board implements BoardView {
  readonly #content: BoardContent;
  /** Grows with every command. */
  #revision = 0;
  /** The board that this one is a fork of, and its revision at that time. */
  readonly #base: { readonly board: Board; revision: number } | undefined;

  /** An empty board; or, for {@link fork} and {@link restore}, one with `content`. */
  constructor(content: BoardContent = emptyContent(), base?: Board) {
    this.#content = content;
    this.#base = base === undefined ? undefined : { board: base, revision: base.#revision };
  }

  /**
   * A pure function of the board and the command: no clock, no locale, no randomness. A command that is refused
   * changes nothing but {@link lastOutcome}.
   *
   * @throws InvariantViolation if `command` is not newer than the last one of its origin. The engine leaves out what
   *   was applied before.
   */
  apply(command: Command): Outcome {
    const { origin, sequence, body } = command;
    const { lastOutcomes } = this.#standing();
    const last = lastOutcomes.get(origin)?.sequence ?? 0;
    invariant(
      Number.isSafeInteger(sequence) && sequence > last,
      `${origin}: command ${sequence} after ${last}`,
    );
    this.#revision += 1;
    const decoded = decodeCommand(body);
    const parts = this.#content.parts.take(origin);
    const outcome = Object.freeze(
      decoded.ok ? this.#perform(decoded.command, origin, parts) : refused(decoded.reason),
    );
    lastOutcomes.set(origin, Object.freeze({ sequence, outcome }));
    return outcome;
  }

  /** @param parts the change that `origin` has begun with earlier commands, if it is not complete yet. */
  #perform(command: BoardCommand, origin: ReplicaId, parts: Part | undefined): Outcome {
    const { members } = this.#content;
    const refusal = refusalByStanding(members, command, origin, this.newcomers);
    if (refusal !== undefined) return refusal;
    if (isMemberCommand(command)) return this.#performOnMembers(command, origin);
    switch (command.type) {
      case 'board/rename': {
        const name = mergedWords(command.nameWas, command.name, this.name);
        if (name.length > maxNameLength) return refused('too-large');
        this.#content.name.set('name', name);
        return applied;
      }
      case 'board/newcomers':
        if (roleOf(members, origin) !== 'owner') return refused('owners-only');
        this.#setNewcomers(command.role);
        return applied;
      case 'elements/patch':
        return this.#patch(command, origin, parts);
      case 'library/add':
      case 'library/remove':
        return this.#content.library.apply(command);
      case 'task/assign':
        // A removed member can be unassigned from a card, but not assigned to it.
        if (command.on && !isHere(members.get(this.#personOf(command.person))))
          return refused('no-such-person');
        return this.#content.tasks.apply(command, origin, this.#personOf);
      default:
        return this.#content.tasks.apply(command, origin, this.#personOf);
    }
  }

  #patch(command: PatchCommand, origin: ReplicaId, parts: Part | undefined): Outcome {
    if (parts === undefined && isWhole(command)) return this.#content.elements.patch(command.patches);
    const change = joined(parts, command.patches);
    if (typeof change === 'string') return refused(change);
    return command.more === true
      ? this.#content.parts.keep(origin, change)
      : this.#content.elements.patch(change.patches);
  }

  #performOnMembers(command: MemberCommand, origin: ReplicaId): Outcome {
    const { members, parts } = this.#content;
    const id = 'id' in command ? command.id : origin;
    const devices = devicesOf(members, this.#personOf(id)).map((member) => member.id);
    const outcome = applyToMembers(members, command, origin, this.newcomers);
    if (outcome.status === 'refused') return outcome;
    // The rest of a change that a removed member or a viewer began does not count any more.
    for (const device of [id, ...devices]) if (!mayChange(members, device)) parts.take(device);
    return outcome;
  }

  /** `editor` is the absence of a role, as on the boards of earlier versions. */
  #setNewcomers(role: NewcomerRole): void {
    const { newcomers } = this.#content;
    if (role === 'editor') newcomers.delete('role');
    else newcomers.set('role', role);
  }

  readonly #personOf = (id: ReplicaId): ReplicaId => personOf(this.#content.members, id);

  /** Empty until the board has a name. */
  get name(): string {
    return this.#standing().name.get('name') ?? '';
  }

  get newcomers(): NewcomerRole {
    const { members, newcomers } = this.#standing();
    return newcomerRole(members, newcomers.get('role'));
  }

  member(id: ReplicaId): Member | undefined {
    return this.#standing().members.get(id);
  }

  members(): Iterable<Member> {
    return this.#standing().members.values();
  }

  personOf(id: ReplicaId): ReplicaId {
    return personOf(this.#standing().members, id);
  }

  role(id: ReplicaId): Role {
    const { members } = this.#standing();
    return members.has(id) ? roleOf(members, id) : this.newcomers;
  }

  isInCharge(id: ReplicaId): boolean {
    return isInCharge(this.#standing().members, id);
  }

  element(id: string): BoardElement | undefined {
    return this.#standing().elements.table.get(id);
  }

  /** The same array until an element changes. */
  elements(): readonly BoardElement[] {
    return this.#standing().elements.inOrder();
  }

  /** Since this board began, or was restored. */
  get elementTurnover(): Turnover {
    return this.#standing().elements.turnover;
  }

  /** See {@link Elements.takeMerged}. */
  takeMergedTexts(): readonly string[] {
    return this.#standing().elements.takeMerged();
  }

  task(id: string): Task | undefined {
    return this.#standing().tasks.table.get(id);
  }

  /** The same array until a task of the column changes. */
  tasks(column: ColumnId): readonly Task[] {
    return this.#standing().tasks.inColumn(column);
  }

  /** The same array until a task in it changes. */
  shelf(shelf: Shelf): readonly Task[] {
    return this.#standing().tasks.onShelf(shelf);
  }

  /** The same array until a column changes. */
  columns(): readonly Column[] {
    return this.#standing().tasks.columns.inOrder();
  }

  /** The same array until a label changes. */
  labels(): readonly Label[] {
    return this.#standing().tasks.labels.inOrder();
  }

  /** The same array until an item changes. */
  library(): readonly LibraryItem[] {
    return this.#standing().library.inOrder();
  }

  /** The same array until a template changes. */
  templates(): readonly Template[] {
    return this.#standing().tasks.templates.inOrder();
  }

  /** The last command of `origin` that was applied or refused, and its outcome. */
  lastOutcome(origin: ReplicaId): LastOutcome | undefined {
    return this.#standing().lastOutcomes.get(origin);
  }

  /**
   * A board that starts as this one, and on which changes can be tried that are not agreed on yet. It leaves this one
   * as it is, and costs what is then changed on it (and, once, a copy of the list of elements or of a column's tasks
   * when one of those changes: one pointer each).
   *
   * It stands on this board, not on a copy: when this board applies its next command, the fork is over, and every use
   * of it throws an InvariantViolation, except after {@link caughtUp}. To show pending changes after that, make a new
   * fork, and apply to it again what is still pending. To find what looks different after that, look up the entries of
   * its `takeChanges()` on the old fork before the command is applied; all differences are among those, this board's
   * changes and the new fork's.
   */
  fork(): Board {
    return new Board(forkContent(this.#standing()), this);
  }

  /**
   * Of a fork: the board below has applied the first commands that were applied to this fork since it was made, in the
   * same order and no others. The fork has their effects already, so it continues. Its digest is not valid any more.
   */
  caughtUp(): void {
    if (this.#base !== undefined) this.#base.revision = this.#base.board.#revision;
  }

  /** The changes since the last call, or since the board or the fork was created. Restored entries count as changed. */
  takeChanges(): BoardChanges {
    const { elements, tasks, members, name } = this.#standing();
    return {
      elements: elements.table.takeChanged(),
      tasks: tasks.table.takeChanged(),
      columns: tasks.columns.table.takeChanged(),
      labels: tasks.labels.table.takeChanged(),
      templates: tasks.templates.table.takeChanged(),
      members: members.takeChanged(),
      name: name.takeChanged().size > 0,
    };
  }

  /**
   * 32 hexadecimal digits, equal for boards that are equal in everything that is agreed on, last outcomes included.
   * Costs what changed since the last call, less what {@link digestSome} has done.
   */
  digest(): string {
    return formatHash(contentHash(this.#standing()));
  }

  /** Does a part of the work of the next {@link digest}: see {@link hashSome}. */
  digestSome(): boolean {
    return hashSome(this.#standing());
  }

  /** Equal boards have equal snapshots. */
  snapshot(): Uint8Array {
    return snapshotOf(this.#standing());
  }

  /** {@link snapshot} in pieces, of the board as it is now: see {@link snapshotPieces}. */
  snapshotPieces(): Iterable<Uint8Array> {
    return snapshotPieces(this.#standing());
  }

  /**
   * The board of which `bytes` are a {@link snapshot}.
   *
   * @throws BadSnapshot if they are not one.
   */
  static restore(bytes: Uint8Array): Board {
    return new Board(contentFromSnapshot(bytes));
  }

  /** As {@link restore}, in steps of a few milliseconds. @throws BadSnapshot in one of them */
  static *restoring(bytes: Uint8Array): Generator<void, Board> {
    return new Board(yield* contentInSteps(bytes));
  }

  /** The content. @throws InvariantViolation for a fork whose board has moved on. */
  #standing(): BoardContent {
    for (let base = this.#base; base !== undefined; base = base.board.#base) {
      invariant(base.board.#revision === base.revision, 'a fork is used after the board below it went on');
    }
    return this.#content;
  }
}
