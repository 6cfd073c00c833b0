/**
 * The commands that a device submits by itself: its person's name and, if it founded the board, the board's name and
 * that it owns the board.
 */

import type { BoardCommandBody } from '#shared/board/commands.ts';
import { isLent } from '#shared/board/lending.ts';
import type { BoardView } from '#shared/board/state.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { PendingChange } from '../changes/pending.ts';
import type { Health } from '../view/view.ts';

export interface IntroductionOptions {
  readonly me: ReplicaId;
  /** See `Person`. */
  readonly guest: boolean;
  /** As the person set it; empty if it was not set. */
  readonly myName: string;
  /** The board's name, if this device founded it. */
  readonly boardName: string | undefined;
  /** The agreed name of a founder without a name. */
  readonly label: string;
}

export class Introduction {
  readonly #me: ReplicaId;
  readonly #guest: boolean;
  #myName: string;
  readonly #label: string;
  #boardName: string | undefined;
  /** Each name is submitted once in a run, whatever its outcome: a refused one is not retried. */
  #submittedName = '';

  constructor({ me, guest, myName, boardName, label }: IntroductionOptions) {
    this.#me = me;
    this.#guest = guest;
    this.#myName = myName;
    this.#boardName = boardName;
    this.#label = label;
  }

  get myName(): string {
    return this.#myName;
  }

  /** The person enters a name, so this device does not submit it again. @returns the command for it. */
  introduce(name: string): BoardCommandBody {
    const trimmed = name.trim();
    if (trimmed !== '') {
      this.#myName = trimmed;
      this.#submittedName = trimmed;
    }
    return this.#command(name);
  }

  /** The commands that are due; none as long as this device may not know its earlier ones. */
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
    if (name !== '' && name !== this.#submittedName && !isPending('member/introduce')) {
      this.#submittedName = name;
      const agreed = settled.member(this.#me);
      // An editor may have lent this device's vote without asking, under any name.
      if (agreed === undefined || isLent(agreed) || agreed.name !== name) due.push(this.#command(name));
    }
    if (this.#boardName !== undefined && !isPending('board/rename')) {
      if (settled.name === '') {
        due.push({ type: 'board/rename', name: this.#boardName });
        due.push({ type: 'member/role', id: this.#me, role: 'owner', name: name || this.#label });
      }
      this.#boardName = undefined;
    }
    return due;
  }

  #command(name: string): BoardCommandBody {
    return { type: 'member/introduce', name, ...(this.#guest ? { guest: true } : {}) };
  }
}
