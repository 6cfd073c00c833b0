/** What a device tells the others by itself: who it is and, if it made the board, what the board is called. */

import type { BoardCommandBody } from '#shared/board/commands.ts';
import type { BoardView } from '#shared/board/state.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { PendingChange } from './changes/pending.ts';
import type { Health } from './view/view.ts';

export interface IntroductionOptions {
  readonly me: ReplicaId;
  /** See `Person`. */
  readonly guest: boolean;
  /** As the person set it; empty if it was not set. */
  readonly myName: string;
  /** What the board is to be called, if this device made it. */
  readonly boardName: string | undefined;
}

export class Introduction {
  readonly #me: ReplicaId;
  readonly #guest: boolean;
  #myName: string;
  #boardName: string | undefined;
  /** Each name is said once in a run, whatever becomes of it: a refusal is not an invitation to try again. */
  #saidName = '';

  constructor({ me, guest, myName, boardName }: IntroductionOptions) {
    this.#me = me;
    this.#guest = guest;
    this.#myName = myName;
    this.#boardName = boardName;
  }

  get myName(): string {
    return this.#myName;
  }

  /** The person introduces itself, so it need not be said by itself. @returns the command for it. */
  introduce(name: string): BoardCommandBody {
    const trimmed = name.trim();
    if (trimmed !== '') {
      this.#myName = trimmed;
      this.#saidName = trimmed;
    }
    return this.#command(name);
  }

  /** What is to be said now; nothing as long as this device may not know what was said before. */
  due(
    health: Health,
    settled: Pick<BoardView, 'name' | 'member'>,
    pending: readonly PendingChange[],
  ): readonly BoardCommandBody[] {
    if (health.state !== 'settling' && health.state !== 'waiting') return [];
    const isPending = (type: BoardCommandBody['type']) =>
      pending.some(({ command }) => command.type === type);
    const due: BoardCommandBody[] = [];
    const name = this.#myName;
    if (name !== '' && name !== this.#saidName && !isPending('member/introduce')) {
      this.#saidName = name;
      if (settled.member(this.#me)?.name !== name) due.push(this.#command(name));
    }
    if (this.#boardName !== undefined && !isPending('board/rename')) {
      if (settled.name === '') due.push({ type: 'board/rename', name: this.#boardName });
      this.#boardName = undefined;
    }
    return due;
  }

  #command(name: string): BoardCommandBody {
    return { type: 'member/introduce', name, ...(this.#guest ? { guest: true } : {}) };
  }
}
