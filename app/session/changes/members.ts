/** A person's changes of the members of a board: removals, roles, lent votes, and their own leaving. */

import type { BoardCommandBody } from '#shared/board/commands.ts';
import type { NewcomerRole, Role } from '#shared/board/member/role.ts';
import { wellFormed } from '#shared/board/values/well-formed.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { OwnRole } from '../reports/own-role.ts';
import type { Result } from '../result.ts';

export interface MembersOptions {
  readonly me: ReplicaId;
  readonly submit: (body: BoardCommandBody) => Promise<Result>;
  readonly nameOf: (id: ReplicaId) => string;
  readonly ownRole: Pick<OwnRole, 'asked' | 'refused'>;
}

export class Members {
  readonly #options: MembersOptions;

  constructor(options: MembersOptions) {
    this.#options = options;
  }

  /**
   * Guarded: once it is settled, that device takes no part any more, and is notified. It keeps its copy, and with an
   * invite it can return as a new device.
   */
  remove(id: ReplicaId): Promise<Result> {
    return this.#options.submit({ type: 'member/remove', id, name: this.#nameOf(id) });
  }

  /** Guarded: {@link remove} for all devices of the person, of which `id` is one. */
  removePerson(id: ReplicaId): Promise<Result> {
    return this.#options.submit({ type: 'member/remove', id, name: this.#nameOf(id), all: true });
  }

  /** Guarded: for those in charge (`SessionView.inCharge`). The last owner cannot give up its role. */
  setRole(id: ReplicaId, role: Role): Promise<Result> {
    return this.#submitRole({ type: 'member/role', id, role, name: this.#nameOf(id) });
  }

  /** Guarded: an owner makes that person an owner, and becomes an editor. */
  handOver(id: ReplicaId): Promise<Result> {
    return this.#submitRole({ type: 'member/hand-over', id });
  }

  /** Guarded, for owners: the role of the devices that come with an edit link from now on. */
  setNewcomers(role: NewcomerRole): Promise<Result> {
    return this.#options.submit({ type: 'board/newcomers', role });
  }

  /**
   * Guarded: once it is settled, the witness `id` may vote on the board. `LentVotes` (`app/witness`) runs it, or a host
   * (`askHost`). It is removed like a person.
   */
  lend(id: ReplicaId, name: string, where: 'here' | 'host' = 'here'): Promise<Result> {
    const host = where === 'host' ? { host: true as const } : {};
    return this.#options.submit({ type: 'member/lend', id, name: wellFormed(name), ...host });
  }

  /**
   * Guarded: once it is settled, this device takes no part any more and hands its vote over, as if it were removed. It
   * then stops by itself.
   */
  leave(): Promise<Result> {
    const { me, submit } = this.#options;
    return submit({ type: 'member/leave', name: this.#nameOf(me) });
  }

  async #submitRole(body: BoardCommandBody): Promise<Result> {
    const { submit, ownRole } = this.#options;
    ownRole.asked(body);
    const result = await submit(body);
    if (result.status !== 'applied') ownRole.refused();
    return result;
  }

  #nameOf(id: ReplicaId): string {
    return wellFormed(this.#options.nameOf(id));
  }
}
