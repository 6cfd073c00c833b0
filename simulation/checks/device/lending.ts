/**
 * 23. A vote counts as lent by a member from its agreed offer until the witness is removed, or until another member
 * removes the lender. The policy requests no other witness, and none beside the device of its lender; one on a host is on
 * no member's computer.
 *
 * The rules are stated here a second time, apart from `shared/board/member` and `shared/board/lending.ts`. On a board with
 * owners or with persons of several devices, the roles and the persons are those of the board; the lenders are stated here.
 */

import type { BoardCommandBody } from '#shared/board/commands.ts';
import type { Role } from '#shared/board/member/role.ts';
import { type ReplicaId, replicaId } from '#shared/paxos/model/ids.ts';
import { Violation } from '../violation.ts';

export const lendingRule = '23 lending';

const ownersOrDevices: ReadonlySet<string> = new Set([
  'member/link-offer',
  'member/link-ask',
  'member/link-admit',
  'member/link-withdraw',
  'member/unlink',
  'member/hand-over',
  'board/newcomers',
]);

/** Plain data: a part of the simulated state. */
export interface LentImage {
  readonly persons: readonly string[];
  readonly viewers: readonly string[];
  readonly removed: readonly (readonly [id: string, by: string])[];
  readonly lent: readonly (readonly [witness: string, by: string])[];
  /** Absent if there are none. */
  readonly hosted?: readonly string[];
  /** Whether there was a command about owners, or about the devices of a person. */
  readonly hadOwners?: true;
}

/** The standing of the origin of a command before it, by the production code. */
export interface Standings {
  readonly role: Role;
  readonly hasOwners: boolean;
  /** Whether `id` is another device of the same person. */
  isOwn(id: ReplicaId): boolean;
}

/** The members as agreed commands leave them. */
export class LentAccount {
  readonly #persons = new Set<ReplicaId>();
  readonly #viewers = new Set<ReplicaId>();
  /** Each with the member that removed it. */
  readonly #removed = new Map<ReplicaId, ReplicaId>();
  /** Each witness with its lender. */
  readonly #lent = new Map<ReplicaId, ReplicaId>();
  /** The witnesses on hosts. */
  readonly #hosted = new Set<ReplicaId>();
  #hadOwners = false;

  static from({ persons, viewers, removed, lent, hosted = [], hadOwners }: LentImage): LentAccount {
    const account = new LentAccount();
    for (const id of persons) account.#persons.add(replicaId(id));
    for (const id of viewers) account.#viewers.add(replicaId(id));
    for (const [id, by] of removed) account.#removed.set(replicaId(id), replicaId(by));
    for (const [id, by] of lent) account.#lent.set(replicaId(id), replicaId(by));
    for (const id of hosted) account.#hosted.add(replicaId(id));
    account.#hadOwners = hadOwners === true;
    return account;
  }

  image(): LentImage {
    return {
      persons: [...this.#persons].sort(),
      viewers: [...this.#viewers].sort(),
      removed: [...this.#removed].sort(),
      lent: [...this.#lent].sort(),
      ...(this.#hosted.size === 0 ? {} : { hosted: [...this.#hosted].sort() }),
      ...(this.#hadOwners ? { hadOwners: true } : {}),
    };
  }

  /** All that were ever lent. */
  get witnesses(): Iterable<ReplicaId> {
    return this.#lent.keys();
  }

  get removed(): readonly ReplicaId[] {
    return [...this.#removed.keys()];
  }

  /** `by` asks for `command`. */
  apply(command: BoardCommandBody, by: ReplicaId, standings: Standings): void {
    const isAboutOwners = command.type === 'member/role' && command.role === 'owner';
    if (isAboutOwners || ownersOrDevices.has(command.type)) this.#hadOwners = true;
    if (this.#removed.has(by)) return;
    const isViewer = this.#hadOwners ? standings.role === 'viewer' : this.#isViewer(by);
    const isInCharge = standings.role === 'owner' || (!isViewer && !standings.hasOwners);
    switch (command.type) {
      case 'member/introduce':
        // It was lent without being asked.
        this.#lent.delete(by);
        this.#hosted.delete(by);
        this.#persons.add(by);
        break;
      case 'member/leave':
        this.#removed.set(by, by);
        break;
      case 'member/remove': {
        const person = this.#lent.get(command.id) ?? command.id;
        const isOwn = person === by || (this.#hadOwners && standings.isOwn(person));
        const isAllowed = isOwn || isInCharge;
        if (isAllowed && command.id !== by && !this.#removed.has(command.id))
          this.#removed.set(command.id, by);
        break;
      }
      case 'member/lend': {
        const { id } = command;
        const isFree = !this.#persons.has(id) && (this.#lent.get(id) ?? by) === by;
        if (!isFree || id === by || this.#removed.has(id) || isViewer) break;
        this.#lent.set(id, by);
        if (command.host === true) this.#hosted.add(id);
        else this.#hosted.delete(id);
        break;
      }
      case 'member/role': {
        const { id } = command;
        if (!isInCharge || this.#removed.has(id) || this.#lent.has(id)) break;
        // An unknown device may have a view link.
        if (command.role === 'owner' && id !== by) break;
        this.#persons.add(id);
        if (command.role === 'viewer') this.#viewers.add(id);
        else this.#viewers.delete(id);
        break;
      }
      case 'member/link-offer':
      case 'member/link-ask':
      case 'member/link-admit':
      case 'member/link-withdraw':
      case 'member/unlink':
      case 'member/hand-over':
      case 'board/newcomers':
        // They concern no loan: the standings tell whose devices they are.
        break;
      default:
        throw new RangeError(`${command.type} is not simulated`);
    }
  }

  /** @returns the member that lends the vote of `witness`; undefined if none does. */
  lenderOf(witness: ReplicaId): ReplicaId | undefined {
    const lender = this.#lent.get(witness);
    if (lender === undefined || this.#removed.has(witness)) return undefined;
    const remover = this.#removed.get(lender);
    return remover === undefined || remover === lender ? lender : undefined;
  }

  /** The device that fails together with `witness`, by the agreed state: the witness alone on a host. */
  computerOf(witness: ReplicaId): ReplicaId | undefined {
    const lender = this.lenderOf(witness);
    return lender !== undefined && this.#hosted.has(witness) ? witness : lender;
  }

  /** Where no editor is left, the viewers are in charge. Without owners, and with one device for each person. */
  #isViewer(id: ReplicaId): boolean {
    const isEditor = (person: ReplicaId) => !this.#viewers.has(person) && !this.#removed.has(person);
    return this.#viewers.has(id) && [...this.#persons].some(isEditor);
  }
}

/**
 * The policy of `by` requests `voters`.
 *
 * @param lenderOf the computer of a lent vote, as this device knows it.
 * @throws Violation if a requested witness is not lent, or votes beside its lender.
 */
export function assertLent(
  by: ReplicaId,
  voters: readonly ReplicaId[],
  isWitness: (id: ReplicaId) => boolean,
  lenderOf: (witness: ReplicaId) => ReplicaId | undefined,
): void {
  for (const witness of voters.filter(isWitness)) {
    const lender = lenderOf(witness);
    const names = voters.join();
    if (lender === undefined)
      throw new Violation(lendingRule, `${by} requests voters ${names}, and nobody lends ${witness}`);
    if (lender !== witness && voters.includes(lender))
      throw new Violation(
        lendingRule,
        `${by} requests voters ${names}: ${witness} beside its lender ${lender}`,
      );
  }
}
