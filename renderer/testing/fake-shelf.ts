/** A list of boards in memory, for tests and for the preview of the window. */

import { Emitter } from '#app/emitter/emitter.ts';
import {
  BoardOpenElsewhere,
  type BoardSession,
  type BoardShelf,
  type KnownBoard,
  type LostBoard,
} from '#app/session/api.ts';
import { BoardUnknown } from '#app/shelf/shelf.ts';
import type { Invite } from '#shared/invite/invite.ts';
import { FakeNetwork } from './fake-network.ts';

export class FakeShelf implements BoardShelf {
  readonly network = new FakeNetwork();
  readonly #open: (board: KnownBoard, myName: string) => BoardSession;
  readonly #now: () => number;
  readonly #pictures = new Map<string, Uint8Array<ArrayBuffer>>();
  readonly #pictureListeners = new Emitter<string>();
  #boards: readonly KnownBoard[];
  #name: string;
  isGuest = false;
  lostBoards: readonly LostBoard[] = [];
  /** Makes `open` report that the board is open in another window. */
  elsewhere = false;

  constructor(options: {
    readonly boards: readonly KnownBoard[];
    readonly name: string;
    readonly now: () => number;
    readonly open: (board: KnownBoard, myName: string) => BoardSession;
  }) {
    this.#boards = options.boards;
    this.#name = options.name;
    this.#now = options.now;
    this.#open = options.open;
  }

  async picture(id: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return this.#pictures.get(id);
  }

  async keepPicture(id: string, picture: Uint8Array | undefined): Promise<void> {
    if (picture === undefined) this.#pictures.delete(id);
    else this.#pictures.set(id, new Uint8Array(picture));
    this.#pictureListeners.emit(id);
  }

  subscribePictures(listener: (id: string) => void): () => void {
    return this.#pictureListeners.subscribe(listener);
  }

  async openNow(): Promise<ReadonlySet<string>> {
    return new Set(this.#boards.slice(1, 2).map(({ id }) => id));
  }

  async isLocked(): Promise<boolean> {
    return false;
  }

  async completed(): Promise<void> {
    // Every board of this list is complete.
  }

  async isLasting(): Promise<boolean> {
    return false;
  }

  hasUnsettled(): boolean {
    return false;
  }

  lost(): readonly LostBoard[] {
    return this.lostBoards;
  }

  forgetLost(): void {
    this.lostBoards = [];
  }

  async list(): Promise<readonly KnownBoard[]> {
    return this.#boards;
  }

  async create(name: string): Promise<KnownBoard> {
    const board: KnownBoard = {
      id: `board-${this.#boards.length + 1}`,
      name,
      access: 'edit',
      lastOpenedAt: this.#now(),
    };
    this.#boards = [board, ...this.#boards];
    return board;
  }

  join(invite: Invite): Promise<KnownBoard> {
    return this.create(invite.boardName);
  }

  async open(id: string): Promise<BoardSession> {
    const board = this.#boards.find((known) => known.id === id);
    if (board === undefined) throw new BoardUnknown('unknown board');
    if (this.elsewhere) throw new BoardOpenElsewhere();
    return this.#open(board, this.#name);
  }

  async forget(id: string): Promise<void> {
    this.#boards = this.#boards.filter((board) => board.id !== id);
  }

  /** Every opening creates the board again. */
  async rejoin(): Promise<void> {
    await Promise.resolve();
  }

  async myName(): Promise<string> {
    return this.#name;
  }

  async setMyName(name: string): Promise<void> {
    this.#name = name;
  }
}
