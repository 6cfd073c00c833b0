/** Reports changes of this person's role that somebody else made. */

import type { BoardCommandBody } from '#shared/board/commands.ts';
import type { Role } from '#shared/board/member/role.ts';
import type { BoardView } from '#shared/board/state.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';

export class OwnRole {
  readonly #me: ReplicaId;
  readonly #changed: (role: Role) => void;
  #role: Role | undefined;
  /** The role that this person has asked for. */
  #asked: Role | undefined;

  constructor(me: ReplicaId, changed: (role: Role) => void) {
    this.#me = me;
    this.#changed = changed;
  }

  /** The stored board is known: its role is no news. */
  begin(settled: Pick<BoardView, 'role'>): void {
    this.#role = settled.role(this.#me);
  }

  /** This device submits `body`. */
  asked(body: BoardCommandBody): void {
    if (body.type === 'member/hand-over') this.#asked = 'editor';
    if (body.type === 'member/role' && body.id === this.#me) this.#asked = body.role;
  }

  /** The request had no effect: a later change to that role is somebody else's. */
  refused(): void {
    this.#asked = undefined;
  }

  update(settled: Pick<BoardView, 'role'>): void {
    const role = settled.role(this.#me);
    if (this.#role === undefined || role === this.#role) return;
    this.#role = role;
    if (role === this.#asked) this.#asked = undefined;
    else this.#changed(role);
  }
}
