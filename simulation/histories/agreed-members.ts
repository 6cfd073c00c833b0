/**
 * The members of the simulated board: the production state machine, as far as it concerns members, beside the rules of
 * lending as the checks state them.
 */

import * as v from 'valibot';
import { Board } from '#shared/board/board.ts';
import { decodeCommand } from '#shared/board/bytes/codec.ts';
import { computerOf, lenderOf } from '#shared/board/lending.ts';
import { type ReplicaId, replicaId } from '#shared/paxos/model/ids.ts';
import { LentAccount, lendingRule, type Standings } from '../checks/device/lending.ts';
import { assertPersons, before } from '../checks/device/persons.ts';
import { Violation } from '../checks/violation.ts';

const pairs = v.array(v.tuple([v.string(), v.string()]));

export const membersImage = v.object({
  board: v.string(),
  account: v.object({
    persons: v.array(v.string()),
    viewers: v.array(v.string()),
    removed: pairs,
    lent: pairs,
    hosted: v.exactOptional(v.array(v.string())),
    hadOwners: v.exactOptional(v.literal(true)),
  }),
});

export type MembersImage = v.InferOutput<typeof membersImage>;

export class AgreedMembers {
  readonly #board: Board;
  readonly #account: LentAccount;

  constructor(board = new Board(), account = new LentAccount()) {
    this.#board = board;
    this.#account = account;
  }

  static restore({ board, account }: MembersImage): AgreedMembers {
    const restored = Board.restore(Buffer.from(board, 'base64'));
    if (Buffer.from(restored.snapshot()).toString('base64') !== board)
      throw new Violation('8 snapshots', 'the members of a restored snapshot give another snapshot');
    return new AgreedMembers(restored, LentAccount.from(account));
  }

  image(): MembersImage {
    const board = Buffer.from(this.#board.snapshot()).toString('base64');
    return v.parse(membersImage, { board, account: this.#account.image() });
  }

  /** @param value of a member operation. */
  apply(value: string, client: string, sequence: number): void {
    const body = Uint8Array.from(Buffer.from(value, 'base64'));
    const decoded = decodeCommand(body);
    if (!decoded.ok) throw new RangeError(`not a command of the board: ${decoded.reason}`);
    const origin = replicaId(client);
    const known = before(this.#board, origin);
    const standings = standingsOf(this.#board, origin);
    this.#board.apply({ origin, sequence, body });
    assertPersons(this.#board, origin, decoded.command, known);
    this.#account.apply(decoded.command, origin, standings);
    for (const witness of this.#account.witnesses) this.computerOf(witness);
  }

  /** The device that fails together with `witness`, as the board states it. @throws Violation if the checks know another. */
  computerOf(witness: ReplicaId): ReplicaId | undefined {
    const [lender, expected] = [lenderOf(this.#board, witness), this.#account.lenderOf(witness)];
    if (lender !== expected)
      throw new Violation(
        lendingRule,
        `${lender ?? 'nobody'} lends ${witness}, and not ${expected ?? 'nobody'}`,
      );
    const [computer, other] = [computerOf(this.#board, witness), this.#account.computerOf(witness)];
    if (computer !== other)
      throw new Violation(
        lendingRule,
        `${witness} is on the computer of ${computer ?? 'nobody'}, and not of ${other ?? 'nobody'}`,
      );
    return computer;
  }

  /** @throws Violation if the checks know others. */
  get removed(): readonly ReplicaId[] {
    const removed = [...this.#board.members()].filter(({ removedBy }) => removedBy !== undefined);
    const ids = removed.map(({ id }) => id).sort();
    const expected = [...this.#account.removed].sort();
    if (ids.join() !== expected.join())
      throw new Violation(
        lendingRule,
        `${ids.join() || 'nobody'} removed, and not ${expected.join() || 'nobody'}`,
      );
    return ids;
  }
}

/** The standing of members, before a command of `by` changes it. */
function standingsOf(board: Board, by: ReplicaId): Standings {
  const members = [...board.members()];
  const hasOwners = members.some(({ role, deviceOf }) => role === 'owner' && deviceOf === undefined);
  const persons = new Map(members.map(({ id, deviceOf = id }) => [id, deviceOf]));
  const personOf = (id: ReplicaId) => persons.get(id) ?? id;
  return { role: board.role(by), hasOwners, isOwn: (id) => personOf(id) === personOf(by) };
}
