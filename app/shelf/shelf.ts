/** The boards of this device: stored, opened, forgotten. */

import { Emitter } from '#app/emitter/emitter.ts';
import { strictStore } from '#app/store/strict-store.ts';
import {
  accessOf,
  boardSecretBytes,
  type Invite,
  inviteFault,
  maxBoardNameLength,
  maxInviteHosts,
  newBoardSecret,
} from '#shared/invite/invite.ts';
import { deriveKeys } from '#shared/invite/keys/keys.ts';
import {
  BoardOpenElsewhere,
  type BoardSession,
  type BoardShelf,
  type KnownBoard,
  type LostBoard,
} from '../session/api.ts';
import { Network } from '../session/device/network.ts';
import { BoardCopies } from './copies/board-copies.ts';
import { Persistence } from './copies/persistence.ts';
import { openBoard } from './opening/open-board.ts';
import { openNow } from './opening/open-now.ts';
import { BackgroundWrites } from './records/background-writes.ts';
import { BoardNames } from './records/board-names.ts';
import { BoardSummaries, summariesDatabase } from './records/board-summaries.ts';
import { IncompleteBoards } from './records/incomplete-boards.ts';
import { type KeyValues, keyValuesInMemory, storedKeyValues } from './records/key-values.ts';
import { type BoardRecord, boundedName, ShelfRecords, shelfDatabase } from './records/shelf-records.ts';
import { UndoRecords, undoDatabase } from './records/undo-records.ts';
import { withDefaults } from './shelf-defaults.ts';
import type { ShelfOptions } from './shelf-options.ts';

/** The board is unknown on this device. */
export class BoardUnknown extends Error {
  override readonly name = 'BoardUnknown';
}

export function createBoardShelf(options: ShelfOptions): BoardShelf {
  return new Shelf(withDefaults(options));
}

class Shelf implements BoardShelf {
  readonly #options: Required<ShelfOptions>;
  readonly #records: ShelfRecords;
  readonly #summaries: BoardSummaries;
  readonly #undo: UndoRecords;
  readonly #writes: BackgroundWrites;
  readonly #pictures = new Emitter<string>();
  readonly network: Network;
  readonly isGuest: boolean;
  readonly #names: BoardNames;
  readonly #incomplete: IncompleteBoards;
  #lost: readonly LostBoard[] = [];
  /** Boards that this window is closing; opening one waits for that. */
  readonly #closing = new Map<string, Promise<void>>();
  readonly #copies: BoardCopies;
  readonly #persistence: Persistence;

  constructor(options: Required<ShelfOptions>) {
    this.#options = options;
    this.isGuest = options.isGuest;
    this.#copies = new BoardCopies(options);
    this.#records = new ShelfRecords(valuesOf(options, shelfDatabase), options.warn, options.secrets);
    this.#summaries = new BoardSummaries(valuesOf(options, summariesDatabase));
    // Each change writes its step while it is on its way, and a wait for the disk would delay the change.
    this.#undo = new UndoRecords(valuesOf(options, undoDatabase, 'relaxed'), options);
    this.#writes = new BackgroundWrites(options.warn);
    this.#names = new BoardNames(options.pageStorage);
    this.#incomplete = new IncompleteBoards(valuesOf(options, shelfDatabase));
    const { now, clock, nearby, warn, lasting, signaling: own } = options;
    this.#persistence = new Persistence(lasting, clock);
    this.network = new Network({ records: this.#records, now, clock, nearby, own, warn });
  }

  async list(): Promise<readonly KnownBoard[]> {
    await this.#writes.over();
    await this.#records.sealAll();
    const { records: all, unreadable } = await this.#records.read();
    // After the records: a mark is there before the record of its board.
    const incomplete = await this.#incomplete.all();
    await this.#forgetIncomplete(incomplete);
    const records = all.filter(({ id }) => !incomplete.has(id));
    if (!this.isGuest) this.#lost = this.#missing(records, unreadable);
    const known = records.toSorted((a, b) => b.lastOpenedAt - a.lastOpenedAt).map(knownBoard);
    return Promise.all(known.map((board) => this.#summarised(board)));
  }

  lost(): readonly LostBoard[] {
    return this.#lost;
  }

  forgetLost(): void {
    this.#names.forget(this.#lost.filter(({ isThere }) => isThere !== true).map(({ id }) => id));
    this.#lost = this.#lost.filter(({ isThere }) => isThere === true);
  }

  /**
   * @throws RangeError if the name is empty, ShelfFull if no more boards can be stored, Error on a guest, which may not
   *   hold a board's only copy.
   */
  async create(name: string, state?: 'incomplete'): Promise<KnownBoard> {
    if (this.isGuest) throw new Error('a guest cannot create a board');
    const bounded = boundedName(name, maxBoardNameLength);
    if (bounded === '') throw new RangeError('a board needs a name');
    const secret = newBoardSecret(this.#options.random(boardSecretBytes));
    const { boardId } = deriveKeys(secret);
    if (state === 'incomplete') await this.#incomplete.add(boardId);
    try {
      return await this.#remember({ secret, boardName: bounded, hosts: [] }, true);
    } catch (error) {
      await this.#incomplete.remove(boardId);
      throw error;
    }
  }

  completed(id: string): Promise<void> {
    return this.#incomplete.remove(id);
  }

  /** @throws RangeError if the invite is out of bounds, ShelfFull if no more boards can be stored. */
  async join(invite: Invite): Promise<KnownBoard> {
    const fault = inviteFault(invite);
    if (fault !== undefined) throw new RangeError(`unusable invite: ${fault}`);
    return this.#remember(invite, false);
  }

  async isLocked(id: string): Promise<boolean> {
    const record = await this.#records.find(id);
    return record !== undefined && !(await this.#records.canOpen(record));
  }

  async open(id: string): Promise<BoardSession> {
    await this.#closing.get(id);
    await this.#writes.over();
    // A page may open a board without the list of boards, which seals them too. Only the first call of a run seals anything.
    await this.#records.sealAll();
    const record = await this.#known(id);
    const release = await this.#options.singleWindow.hold(id);
    try {
      const parts = {
        options: this.#options,
        records: this.#records,
        summaries: this.#summaries,
        undo: this.#undo,
        writes: this.#writes,
        copies: this.#copies,
        network: this.network,
        persistence: this.#persistence,
      };
      // The steps of an undo would take the content of a new board away.
      const hasUndo = !this.#incomplete.isOwn(id);
      return await openBoard(parts, await this.#records.opened(record), hasUndo, {
        closing: (over) => this.#closing.set(id, over),
        closed: release,
      });
    } catch (error) {
      release();
      throw error;
    }
  }

  hasUnsettled(): boolean {
    return this.#copies.hasUnsettled();
  }

  /** @throws BoardOpenElsewhere if a window has it open. */
  async forget(id: string): Promise<void> {
    await this.#forgetIf(id, () => Promise.resolve(true));
  }

  /** @param isWanted is asked when no other window can have the board open. */
  async #forgetIf(id: string, isWanted: () => Promise<boolean>): Promise<void> {
    await this.#closing.get(id);
    const release = await this.#options.singleWindow.hold(id);
    try {
      if (!(await isWanted())) return;
      // If the deletion is interrupted, the rest of the board must not found it again.
      await this.#records.change(id, (old) => ({ ...old, founded: true }));
      await this.#copies.destroy(id);
      await this.#records.remove(id);
      await this.#summaries
        .remove(id)
        .catch((error: unknown) => this.#options.warn(`The summary of a board stays: ${String(error)}`));
      await this.#undo
        .remove(id)
        .catch((error: unknown) => this.#options.warn(`The steps of undo of a board stay: ${String(error)}`));
      if (!this.isGuest) this.#names.forget([id]);
      await this.#incomplete.remove(id);
    } finally {
      release();
    }
  }

  /** @throws BoardOpenElsewhere if a window has it open. */
  async rejoin(id: string): Promise<void> {
    await this.#closing.get(id);
    const release = await this.#options.singleWindow.hold(id);
    try {
      // It returns as a newcomer, even on its founder's device; and its copy was not lost.
      await this.#records.change(id, (old) => ({ ...old, founder: false, founded: false }));
      await this.#copies.destroy(id);
    } finally {
      release();
    }
  }

  async picture(id: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return this.#summaries.picture(id);
  }

  async keepPicture(id: string, picture: Uint8Array | undefined): Promise<void> {
    if ((await this.#records.find(id)) === undefined) return;
    await this.#summaries.keepPicture(id, picture);
    this.#pictures.emit(id);
  }

  subscribePictures(listener: (id: string) => void): () => void {
    return this.#pictures.subscribe(listener);
  }

  async openNow(): Promise<ReadonlySet<string>> {
    // A board that this window is closing is not open elsewhere for that.
    await Promise.all(this.#closing.values());
    return openNow(this.#options, this.#records);
  }

  isLasting(): Promise<boolean | undefined> {
    return this.#persistence.isLasting();
  }

  myName(): Promise<string> {
    return this.#records.myName();
  }

  setMyName(name: string): Promise<void> {
    return this.#records.setMyName(name);
  }

  /** The boards that are not in the list. */
  #missing(records: readonly BoardRecord[], unreadable: readonly string[]): readonly LostBoard[] {
    const others = this.#names.others(records);
    const lost = others.filter(({ id }) => !unreadable.includes(id));
    const nameOf = (id: string): string => others.find((board) => board.id === id)?.name ?? '';
    return [...lost, ...unreadable.map((id) => ({ id, name: nameOf(id), isThere: true as const }))];
  }

  async #remember({ secret, boardName, hosts }: Invite, founder: boolean): Promise<KnownBoard> {
    const record: BoardRecord = {
      version: 1,
      id: deriveKeys(secret).boardId,
      name: boundedName(boardName, maxBoardNameLength),
      access: accessOf(secret) ?? 'view',
      secret: new Uint8Array(secret),
      hosts: [...hosts],
      founder,
      founded: false,
      lastOpenedAt: this.#options.now(),
    };
    const kept = await this.#records.add(record, (old) => ({
      ...old,
      hosts: [...new Set([...hosts, ...old.hosts])].slice(0, maxInviteHosts),
    }));
    // An incomplete board that is not in the list must not count as lost.
    if (!this.isGuest && !this.#incomplete.isOwn(kept.id)) this.#names.add(kept);
    this.#persistence.ask();
    return knownBoard(kept);
  }

  /** Deletes those that a page was filling when it ended. */
  async #forgetIncomplete(ids: ReadonlySet<string>): Promise<void> {
    for (const id of ids) {
      if (this.#incomplete.isOwn(id)) continue;
      try {
        await this.#forgetIf(id, () => this.#incomplete.isOfAnother(id));
      } catch (error) {
        // Another window is filling it, or the storage fails: the next list tries again.
        if (!(error instanceof BoardOpenElsewhere))
          this.#options.warn(`An incomplete board could not be deleted: ${String(error)}`);
      }
    }
  }

  /** The list of boards is shown also if the summaries are unreadable. */
  async #summarised(board: KnownBoard): Promise<KnownBoard> {
    try {
      const summary = await this.#summaries.find(board.id);
      return summary === undefined ? board : { ...board, summary };
    } catch (error) {
      this.#options.warn(`The summary of a board cannot be read: ${String(error)}`);
      return board;
    }
  }

  async #known(id: string): Promise<BoardRecord> {
    const record = await this.#records.find(id);
    if (record !== undefined) return record;
    throw new BoardUnknown(`no board ${id}`);
  }
}

/** @param setting the durability of set values: a power cut may undo the latest relaxed ones. */
function valuesOf(
  { isGuest, indexedDB }: Required<ShelfOptions>,
  database: string,
  setting: 'strict' | 'relaxed' = 'strict',
): KeyValues {
  if (isGuest) return keyValuesInMemory();
  // After site data were cleared, the shelf starts empty.
  const { use, useRelaxed } = strictStore(indexedDB, database, { recreate: true });
  return storedKeyValues(use, setting === 'relaxed' ? useRelaxed : use);
}

function knownBoard({ id, name, access, lastOpenedAt }: BoardRecord): KnownBoard {
  return { id, name, access, lastOpenedAt };
}
