/** The veil of each member: messages to a witness are sealed, and those of a witness opened, as in `app/replica`. */

import { boardKeyBytes } from '#shared/invite/keys/keys.ts';
import type { Message } from '#shared/paxos/messages.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { Veil } from '#shared/replica/members/veil.ts';
import { VeilAccount } from '../checks/device/veil.ts';

interface Party {
  readonly id: ReplicaId;
  readonly isWitness: boolean;
}

export class Veils {
  readonly account = new VeilAccount();
  readonly #key = new Uint8Array(boardKeyBytes).fill(1);
  readonly #veils = new Map<ReplicaId, Veil>();

  /** `message` as it travels. */
  sent(from: Party, to: Party | undefined, message: Message): Message {
    if (from.isWitness || to?.isWitness !== true) return message;
    const sealed = this.#of(from).over(message);
    this.account.seals(from.id, message, sealed);
    return sealed;
  }

  /** `message` as the device of `to` receives it. */
  received(from: Party | undefined, to: Party, message: Message): Message {
    if (to.isWitness || from?.isWitness !== true) return message;
    const opened = this.#of(to).lift(message);
    this.account.opens(to.id, message, opened);
    return opened;
  }

  #of({ id }: Party): Veil {
    const veil = this.#veils.get(id) ?? new Veil(this.#key);
    this.#veils.set(id, veil);
    return veil;
  }
}
