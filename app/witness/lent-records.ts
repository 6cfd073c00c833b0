/**
 * The stored list of the boards to which this computer lends its vote: for each the keys of its links, and an editor's
 * permission. A record cannot open the board.
 */

import { concatBytes } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import type { KeyValues } from '#app/shelf/records/key-values.ts';
import { maxSealedSecretLength, type SecretBox } from '#app/shelf/records/secret-box.ts';
import { maxPeerNameLength, signatureBytes } from '#shared/invite/handshake.ts';
import {
  isHostAddress,
  maxBoardNameLength,
  maxHostAddressLength,
  maxInviteHosts,
} from '#shared/invite/invite.ts';
import { bytesOf, keyNameSchema } from '#shared/invite/keys/key-schemas.ts';
import { boardKeyBytes, type LinkKeys } from '#shared/invite/keys/keys.ts';
import { isReplicaId, type ReplicaId } from '#shared/paxos/model/ids.ts';

/** The name of the database and of its only store. */
export const lentDatabase = 'paxboard-lent';

const secretBytes = 2 * boardKeyBytes;

const schema = v.strictObject({
  version: v.literal(1),
  boardId: keyNameSchema,
  boardName: v.pipe(v.string(), v.maxLength(maxBoardNameLength)),
  name: v.pipe(v.string(), v.maxLength(maxPeerNameLength)),
  replica: v.pipe(v.string(), v.check(isReplicaId)),
  topic: keyNameSchema,
  /** The keys for signaling and for handshakes: in the clear, or sealed if there is a store for the key. */
  secret: v.union([
    bytesOf(secretBytes),
    v.strictObject({ sealed: v.pipe(v.string(), v.minLength(1), v.maxLength(maxSealedSecretLength)) }),
  ]),
  editorKey: bytesOf(boardKeyBytes),
  viewerKey: bytesOf(boardKeyBytes),
  permission: bytesOf(signatureBytes),
  hosts: v.pipe(
    v.array(v.pipe(v.string(), v.maxLength(maxHostAddressLength), v.check(isHostAddress))),
    v.maxLength(maxInviteHosts),
  ),
  /** The vote has ended, and its storage is to be deleted: it never runs again. */
  ended: v.exactOptional(v.literal(true)),
});

type Stored = v.InferOutput<typeof schema>;

export interface LentRecord {
  readonly boardName: string;
  /** Of this computer, for the people on the board. */
  readonly name: string;
  readonly replica: ReplicaId;
  readonly keys: LinkKeys;
  /** `witness-permission.ts` */
  readonly permission: Uint8Array;
  readonly hosts: readonly string[];
  /** It never votes again: only what it stored is still to be deleted. */
  readonly ended?: true;
}

export class LentRecords {
  readonly #values: KeyValues;
  readonly #box: SecretBox;
  readonly #warn: (text: string) => void;

  /** @param warn is called for unreadable records, which are not modified. */
  constructor(values: KeyValues, box: SecretBox, warn: (text: string) => void) {
    this.#values = values;
    this.#box = box;
    this.#warn = warn;
  }

  async all(): Promise<readonly LentRecord[]> {
    const found: LentRecord[] = [];
    for (const [key, value] of await this.#values.entries()) {
      const parsed = v.safeParse(schema, value);
      const record = parsed.success ? await this.#opened(parsed.output) : undefined;
      if (record !== undefined && record.keys.boardId === key) found.push(record);
      else this.#warn(`The record of a lent vote cannot be read and is left alone: ${String(key)}`);
    }
    return found;
  }

  async keep({ keys, permission, ...record }: LentRecord): Promise<void> {
    const { boardId, topic, signalingKey, handshakeKey, editorKey, viewerKey } = keys;
    const stored: Stored = {
      version: 1,
      ...record,
      hosts: [...record.hosts],
      boardId,
      topic,
      secret: await this.#sealed(concatBytes(signalingKey, handshakeKey)),
      editorKey: new Uint8Array(editorKey),
      viewerKey: new Uint8Array(viewerKey),
      permission: new Uint8Array(permission),
    };
    await this.#values.set(boardId, stored);
  }

  /** Whether it is stored and has not ended: another window may have ended or deleted it. */
  async isLent(boardId: string): Promise<boolean> {
    const stored = (await this.#values.entries()).find(([key]) => key === boardId);
    const parsed = v.safeParse(schema, stored?.[1]);
    return parsed.success && parsed.output.ended === undefined;
  }

  async remove(boardId: string): Promise<void> {
    await this.#values.delete(boardId);
  }

  async #opened({ version: _, secret, ...stored }: Stored): Promise<LentRecord | undefined> {
    const { boardId, topic, editorKey, viewerKey, replica, ...record } = stored;
    const opened = secret instanceof Uint8Array ? secret : await this.#box.open(secret.sealed);
    if (opened?.length !== secretBytes || !isReplicaId(replica)) return undefined;
    const signalingKey = opened.slice(0, boardKeyBytes);
    const handshakeKey = opened.slice(boardKeyBytes);
    const keys = { boardId, topic, signalingKey, handshakeKey, editorKey, viewerKey };
    return { ...record, replica, keys };
  }

  /** Safe: a secret that cannot be reopened at once stays in the clear. */
  async #sealed(secret: Uint8Array<ArrayBuffer>): Promise<Stored['secret']> {
    const sealed = await this.#box.seal(secret);
    if (sealed === undefined || sealed === '' || sealed.length > maxSealedSecretLength) return secret;
    const again = await this.#box.open(sealed);
    const isSame = again?.length === secret.length && again.every((byte, at) => byte === secret[at]);
    return isSame ? { sealed } : secret;
  }
}
