/** This window's changes on their way to the replica: tried on the shown board, submitted, settled or refused. */

import type { SessionReplica } from '#app/replica/board-replica.ts';
import { decodeCommand, encodeCommand } from '#shared/board/bytes/codec.ts';
import { encodePlain } from '#shared/board/bytes/plain-data.ts';
import type { BoardCommandBody, BoardCommandType, ElementPatch, Outcome } from '#shared/board/commands.ts';
import { maxPatchesPerCommand } from '#shared/board/limits.ts';
import { isAboutItself } from '#shared/board/member/rights.ts';
import { shelves } from '#shared/board/task/model.ts';
import { maxCommandBytes } from '#shared/paxos/model/entry.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Notices } from '../notices.ts';
import type { Result } from '../result.ts';
import type { ShownElements } from '../view/elements/shown-elements.ts';
import type { OptimisticBoard, OwnSettled } from '../view/optimistic-board.ts';
import type { SettleTimes } from '../view/settle-times.ts';
import type { MergedTexts } from './elements/merged-texts.ts';
import { splitPatches } from './elements/split.ts';
import { Outcomes } from './outcomes.ts';
import { isGuarded, isTyped, type PendingChange } from './pending.ts';

export interface SubmitterOptions {
  readonly replica: Pick<SessionReplica, 'id' | 'submit'>;
  readonly board: OptimisticBoard;
  readonly elements: Pick<ShownElements, 'withBasis' | 'patched'>;
  readonly notices: Notices;
  readonly settleTimes: SettleTimes;
  readonly mergedTexts: Pick<MergedTexts, 'settled'>;
  /** Why this device may change nothing: its link, or its role. Undefined if it may. */
  readonly viewsBy: () => 'viewOnly' | 'viewer' | undefined;
  /** Wall clock, milliseconds since 1970. */
  readonly now: () => number;
  readonly nameOf: (id: ReplicaId) => string;
  /** A refusal while the board closes is no notice. */
  readonly isClosing: () => boolean;
  /** The board or the notices have changed. */
  readonly changed: () => void;
}

export class Submitter {
  readonly #options: SubmitterOptions;
  readonly #outcomes = new Outcomes();

  constructor(options: SubmitterOptions) {
    this.#options = options;
  }

  /** See `BoardSession.patchElements`. */
  patchElements(patches: readonly ElementPatch[]): void {
    const { viewsBy, board, elements, now } = this.#options;
    const refusal = viewsBy();
    if (refusal !== undefined)
      return this.#refuseView(
        refusal,
        patches.map(({ id }) => id),
      );
    const at = now();
    const bytesOf = (some: readonly ElementPatch[]) =>
      encodePlain({ type: 'elements/patch', at, patches: some }).byteLength;
    const limits = { maxCommandBytes, maxPatches: maxPatchesPerCommand };
    const { commands, divided, tooLarge } = splitPatches(elements.withBasis(patches), bytesOf, limits);
    for (const command of commands) this.#patch(command, at);
    for (const { patch, parts } of divided) this.#patchInParts(patch, parts, at);
    for (const { id } of tooLarge) {
      this.#refused({ type: 'elements/patch' }, { status: 'refused', reason: 'too-large' });
      board.showAgain([id]);
    }
  }

  /** Resolves when the change is settled, or at once if this device refuses it. */
  submit(body: BoardCommandBody): Promise<Result> {
    const { replica, viewsBy, board, now, changed } = this.#options;
    const refusal = viewsBy();
    if (
      refusal === 'viewOnly' ||
      (refusal === 'viewer' && !isAboutItself(body, replica.id, { get: (id) => board.settled.member(id) }))
    ) {
      this.#refuseView(refusal, []);
      return Promise.resolve(notTaken);
    }
    const command = { ...body, at: now() };
    const bytes = encodePlain(command);
    const decoded = decodeCommand(bytes);
    if (!decoded.ok) {
      // Every replica would refuse it for its form alone: it need not be agreed on.
      const outcome: Outcome = { status: 'refused', reason: decoded.reason };
      this.#refused(command, outcome);
      changed();
      return Promise.resolve(outcome);
    }
    const tried = isGuarded(command) ? undefined : board.try(bytes);
    if (tried?.status === 'refused' && isTyped(command)) {
      // Refused while the person still has the text in the field. The other replicas would most likely refuse it, too.
      this.#refused(command, tried);
      changed();
      return Promise.resolve(tried);
    }
    return this.#submitted({ command: decoded.command, body: bytes });
  }

  /** The board has settled a change of this device. */
  settled({ change, outcome }: OwnSettled): void {
    const { sequence, command } = change;
    this.#options.settleTimes.settled(sequence);
    this.#outcomes.settled(sequence, outcome);
    if (outcome.status !== 'refused') {
      const { board, mergedTexts } = this.#options;
      const merged = mergedTexts.settled(command, (id) => board.settled.element(id));
      if (merged.length > 0) board.showAgain(merged);
      return;
    }
    this.#refused(command, outcome);
    if (command.type === 'elements/patch') {
      this.#options.board.showAgain(command.patches.map(({ id }) => id));
    }
  }

  /** Patches that this board refuses must not make it drop the others of their command. */
  #patch(patches: readonly ElementPatch[], at: number): void {
    const { board, elements } = this.#options;
    const command = { type: 'elements/patch', patches, at } as const;
    const body = encodeCommand(command);
    const outcome = board.try(body);
    if (outcome.status === 'applied') {
      this.#submitted({ command, body });
      elements.patched(patches);
    } else if (patches.length > 1) {
      for (const patch of patches) this.#patch([patch], at);
    } else {
      this.#refused(command, outcome);
      board.showAgain(patches.map(({ id }) => id));
    }
  }

  /** All parts or, if the board refuses one of them, none. */
  #patchInParts(patch: ElementPatch, parts: readonly ElementPatch[], at: number): void {
    const { board, elements } = this.#options;
    const changes = parts.map((part, position) => {
      const more = position < parts.length - 1 ? ({ more: true } as const) : {};
      const command = { type: 'elements/patch', patches: [part], ...more, at } as const;
      return { command, body: encodeCommand(command) };
    });
    const refused = changes
      .map(({ body }) => board.try(body))
      .find((outcome) => outcome.status === 'refused');
    if (refused === undefined) {
      for (const change of changes) this.#submitted(change);
      elements.patched([patch]);
      return;
    }
    board.untry();
    this.#refused({ type: 'elements/patch' }, refused);
    board.showAgain([patch.id]);
  }

  /** A window that lets a viewer change these elements shows them again unchanged. */
  #refuseView(refusal: 'viewOnly' | 'viewer', elements: readonly string[]): void {
    const { notices, board, changed } = this.#options;
    notices.add({ type: 'local', refusal });
    board.showAgain(elements);
    changed();
  }

  #submitted(change: Omit<PendingChange, 'sequence'>): Promise<Result> {
    const { replica, board, notices, settleTimes, isClosing, changed } = this.#options;
    changed();
    const result = replica.submit(change.body);
    if (result.ok) {
      board.add({ ...change, sequence: result.sequence });
      settleTimes.submitted(result.sequence);
      return this.#outcomes.of(result.sequence);
    }
    board.untry();
    if (!isClosing()) notices.add({ type: 'local', refusal: result.refusal });
    if (result.refusal === 'outboxFull') return Promise.resolve({ status: 'refused', reason: 'too-many' });
    if (result.refusal === 'tooLarge') return Promise.resolve({ status: 'refused', reason: 'too-large' });
    return Promise.resolve(notTaken);
  }

  #refused(
    command: { readonly type: BoardCommandType; readonly id?: string },
    outcome: Outcome & { readonly status: 'refused' },
  ): void {
    const { reason, by, property, at } = outcome;
    const board = this.#options.board.settled;
    const task = command.id === undefined ? undefined : board.task(command.id);
    const where = shelves.find((shelf) => shelf === at) ?? board.columns().find(({ id }) => id === at);
    this.#options.notices.add({
      type: 'refused',
      command: command.type,
      reason,
      ...(by === undefined ? {} : { by: this.#options.nameOf(by) }),
      ...(task === undefined ? {} : { card: { number: task.number, title: task.title } }),
      ...(where === undefined ? {} : { at: where }),
      ...(property === undefined ? {} : { property }),
    });
  }
}

const notTaken: Result = { status: 'not-taken' };
