/** What a device tells the others by itself: who it is and, if it made the board, what the board is called. */

import type { BoardCommandBody } from '#shared/board/commands.ts';
import type { BoardView } from '#shared/board/state.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { PendingChange } from './changes/pending.ts';
import type { Health } from './view/view.ts';

export interface IntroductionOptions {
  readonly me: ReplicaId;
  /** As the person set it; empty if it was not set. */
  readonly myName: string;
  /** What the board is to be called, if this device made it. */
  readonly boardName: string | undefined;
}

export class Introduction {
  readonly #me: ReplicaId;
  #myName: string;
  #boardName: string | undefined;
  /** Each name is said once in a run, whatever becomes of it: a refusal is not an invitation to try again. */
  #saidName = '';

  constructor({ me, myName, boardName }: IntroductionOptions) {
    this.#me = me;
    this.#myName = myName;
    this.#boardName = boardName;
  }

  get myName(): string {
    return this.#myName;
  }

  /** The person introduces itself as `name`, so it need not be said by itself. */
  said(name: string): void {
    this.#myName = name;
    this.#saidName = name;
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
      if (settled.member(this.#me)?.name !== name) due.push({ type: 'member/introduce', name });
    }
    if (this.#boardName !== undefined && !isPending('board/rename')) {
      if (settled.name === '') due.push({ type: 'board/rename', name: this.#boardName });
      this.#boardName = undefined;
    }
    return due;
  }
}
