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
  /** The agreed name in the stored board: if it is the person's own setting, the person has not changed that since. */
  #storedName: string | undefined;

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

  /** The stored board is known. */
  begin(settled: Pick<BoardView, 'member'>): void {
    this.#storedName = settled.member(this.#me)?.name;
  }

  /**
   * Another device of the person has given the person another name, or this one has become a device of a person.
   *
   * @returns the name that this device takes over; undefined if there is none.
   */
  adopted(settled: Pick<BoardView, 'member'>, pending: readonly PendingChange[]): string | undefined {
    const agreed = settled.member(this.#me);
    const isLinked = agreed?.deviceOf !== undefined || agreed?.devices !== undefined;
    const isOwn = this.#myName !== this.#submittedName && this.#myName !== this.#storedName;
    if (agreed === undefined || !isLinked || isOwn || agreed.name === this.#myName) return undefined;
    if (pending.some(({ command }) => command.type === 'member/introduce')) return undefined;
    this.#myName = agreed.name;
    this.#submittedName = agreed.name;
    return agreed.name;
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
