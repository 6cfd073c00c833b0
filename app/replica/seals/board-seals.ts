/** Signs this device's commands on one board, and verifies those of others. */

import { BoundedMap } from '#shared/collections/bounded-map.ts';
import { admissionText, readSeal, sealedText, writeSeal } from '#shared/invite/keys/command-seal.ts';
import type { DeviceIdentity } from '#shared/invite/keys/device-key.ts';
import type { BoardKeys } from '#shared/invite/keys/keys.ts';
import { type Draft, type Group, isSameDigest } from '#shared/paxos/model/entry.ts';
import { isFirstSequence } from '#shared/paxos/model/sequence.ts';
import type { Unsealed } from '#shared/replica/outbox/outbox.ts';
import type { Seals } from '#shared/replica/seals/seals.ts';
import { groupDigest } from '#shared/wire/group-digest.ts';
import type { Ed25519 } from './ed25519.ts';

/** Verified seals that are cached, at most: a group arrives by several routes, repeatedly. */
export const maxRememberedSeals = 8_192;

export interface BoardSealsOptions {
  readonly identity: Pick<DeviceIdentity, 'deviceKey' | 'deviceSecretKey'>;
  readonly keys: Pick<BoardKeys, 'boardId' | 'editorKey' | 'editorSecretKey'>;
  readonly ed25519: Ed25519;
}

export class BoardSeals implements Seals {
  readonly #options: BoardSealsOptions;
  /** The digest that each seal is valid for. */
  readonly #right = new BoundedMap<string, Uint8Array>(maxRememberedSeals);

  constructor(options: BoardSealsOptions) {
    this.#options = options;
  }

  seal({ drafts, previous }: Unsealed, answer: (groups: readonly Group[]) => void): void {
    const groups: Group[] = [];
    inTurn(
      drafts,
      (draft, done) => {
        this.#seal(draft, groups.at(-1)?.digest ?? previous, (group) => {
          groups.push(group);
          done(true);
        });
      },
      () => answer(groups),
    );
  }

  check(groups: readonly Group[], answer: (areSigned: boolean) => void): void {
    inTurn(groups, (group, done) => this.#check(group, done), answer);
  }

  #seal(draft: Draft, previous: Uint8Array, answer: (group: Group) => void): void {
    const { identity, keys, ed25519 } = this.#options;
    const { deviceKey, deviceSecretKey } = identity;
    const { boardId, editorSecretKey } = keys;
    const digest = groupDigest(draft, previous);
    ed25519.sign(sealedText(boardId, digest), deviceSecretKey, (signature) => {
      const finish = (admission?: Uint8Array): void => {
        const seal = writeSeal({ deviceKey, signature, ...(admission === undefined ? {} : { admission }) });
        const group = { ...draft, previous, seal, digest };
        this.#remember(group);
        answer(group);
      };
      if (!isFirstSequence(draft.first)) return finish();
      if (editorSecretKey === undefined) throw new Error('who may only view gives no commands');
      ed25519.sign(admissionText(boardId, deviceKey), editorSecretKey, finish);
    });
  }

  #check(group: Group, answer: (isSigned: boolean) => void): void {
    const { ed25519, keys } = this.#options;
    const { boardId, editorKey } = keys;
    const known = this.#right.get(nameOf(group));
    if (known !== undefined && isSameDigest(known, group.digest)) return answer(true);
    const seal = readSeal(group);
    if (seal === undefined) return answer(false);
    const { deviceKey, signature, admission } = seal;
    ed25519.verify(signature, sealedText(boardId, group.digest), deviceKey, (isSigned) => {
      const finish = (isAdmitted: boolean): void => {
        if (isAdmitted) this.#remember(group);
        answer(isAdmitted);
      };
      if (!isSigned) return answer(false);
      if (admission === undefined) return finish(true);
      ed25519.verify(admission, admissionText(boardId, deviceKey), editorKey, finish);
    });
  }

  #remember(group: Group): void {
    this.#right.set(nameOf(group), group.digest);
  }
}

/** A seal is at most 256 bytes, one character each. */
function nameOf({ seal }: Group): string {
  return String.fromCharCode(...seal);
}

/** Runs `act` for each item in order, until one returns false. Synchronous if all are. */
function inTurn<Item>(
  items: readonly Item[],
  act: (item: Item, done: (isRight: boolean) => void) => void,
  answer: (areAllRight: boolean) => void,
): void {
  let at = 0;
  const go = (): void => {
    // A loop instead of recursion for synchronous results: there may be thousands.
    for (;;) {
      const item = items[at];
      if (item === undefined) return answer(true);
      at += 1;
      let isRight: boolean | undefined;
      let isLate = false;
      act(item, (is) => {
        isRight = is;
        if (!isLate) return;
        if (is) go();
        else answer(false);
      });
      if (isRight === undefined) {
        isLate = true;
        return;
      }
      if (!isRight) return answer(false);
    }
  };
  go();
}
