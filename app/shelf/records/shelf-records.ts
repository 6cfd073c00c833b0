/** This device's records of its boards, and the person's name. */

import * as v from 'valibot';
import { maxKnownHosts, maxTypedHosts } from '#app/mesh/discovery/host-book.ts';
import {
  accessOf,
  isHostAddress,
  maxBoardNameLength,
  maxHostAddressLength,
  maxInviteHosts,
} from '#shared/invite/invite.ts';
import type { NetworkMemory, NetworkRecord } from '../../session/device/network.ts';
import type { KeyValues } from './key-values.ts';
import { maxSealedSecretLength, openSecrets, type SecretBox } from './secret-box.ts';

/** The name of the database and of its only store. */
export const shelfDatabase = 'paxboard-shelf';

/** Boards per device, at most. */
export const maxBoards = 500;

/** Characters (UTF-16 code units) in a person's name, at most. */
export const maxPersonNameLength = 80;

const hostAddress = v.pipe(
  v.string(),
  v.maxLength(maxHostAddressLength),
  v.check(isHostAddress, 'not an address'),
);

const schema = v.strictObject({
  version: v.literal(1),
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  name: v.pipe(v.string(), v.maxLength(maxBoardNameLength)),
  /** The access that the secret gives. */
  access: v.picklist(['edit', 'view']),
  /** In the clear, or sealed if there is a store for the key. */
  secret: v.union([
    v.pipe(
      v.instance(Uint8Array),
      v.check((bytes) => accessOf(bytes) !== undefined, 'a secret of another length'),
    ),
    v.strictObject({ sealed: v.pipe(v.string(), v.minLength(1), v.maxLength(maxSealedSecretLength)) }),
  ]),
  hosts: v.pipe(v.array(hostAddress), v.maxLength(maxInviteHosts)),
  /** Whether this device created the board. */
  founder: v.boolean(),
  /** Whether its first slot is decided and durable here: it must never be founded again. */
  founded: v.boolean(),
  lastOpenedAt: v.pipe(v.number(), v.finite(), v.minValue(0)),
});

export type BoardRecord = v.InferOutput<typeof schema>;

/** A record with a usable secret. */
export type OpenRecord = Omit<BoardRecord, 'secret'> & { readonly secret: Uint8Array };

const personName = v.pipe(v.string(), v.maxLength(maxPersonNameLength));

const network = v.strictObject({
  version: v.literal(1),
  /** Addresses typed by a person. */
  typed: v.pipe(v.array(hostAddress), v.maxLength(maxTypedHosts)),
  met: v.pipe(
    v.array(v.strictObject({ address: hostAddress, metAt: v.pipe(v.number(), v.finite(), v.minValue(0)) })),
    v.maxLength(maxKnownHosts),
  ),
});

const networkKey = 'network';
const boardPrefix = 'board:';
const nameKey = 'my-name';

/** The device's list of boards is full: {@link maxBoards}. */
export class ShelfFull extends Error {
  override readonly name = 'ShelfFull';
}

/** A record that this version cannot read. */
export class ShelfDamaged extends Error {
  override readonly name = 'ShelfDamaged';
}

/** The board's secret is sealed, and its key is unavailable. */
export class SecretLocked extends Error {
  override readonly name = 'SecretLocked';
}

export class ShelfRecords implements NetworkMemory {
  readonly #store: KeyValues;
  readonly #warn: (text: string) => void;
  readonly #box: SecretBox;
  #sealing: Promise<void> | undefined;

  /** @param warn is called for unreadable records, which are not modified. */
  constructor(store: KeyValues, warn: (text: string) => void, box: SecretBox = openSecrets) {
    this.#store = store;
    this.#warn = warn;
    this.#box = box;
  }

  /**
   * Seals secrets that an earlier version, or a device without a store for the key, stored in the clear. Called once
   * per run; secrets that cannot be sealed are not changed.
   */
  sealAll(): Promise<void> {
    this.#sealing ??= this.#sealAll().catch((error: unknown) =>
      this.#warn(`The secrets of boards could not be sealed: ${String(error)}`),
    );
    return this.#sealing;
  }

  async #sealAll(): Promise<void> {
    for (const { id, secret } of await this.all()) {
      if (!(secret instanceof Uint8Array)) continue;
      const sealed = await this.#sealed(secret);
      if (sealed !== secret) await this.change(id, (old) => ({ ...old, secret: sealed }));
    }
  }

  /** @throws SecretLocked if the secret cannot be opened. */
  async opened(record: BoardRecord): Promise<OpenRecord> {
    const { secret } = record;
    if (secret instanceof Uint8Array) return { ...record, secret };
    const opened = await this.#box.open(secret.sealed);
    if (opened !== undefined && accessOf(opened) === record.access) return { ...record, secret: opened };
    throw new SecretLocked(`the secret of ${record.id} cannot be opened`);
  }

  /** False if the secret is sealed, and its key is unavailable. */
  async canOpen(record: BoardRecord): Promise<boolean> {
    try {
      await this.opened(record);
      return true;
    } catch (error) {
      if (error instanceof SecretLocked) return false;
      throw error;
    }
  }

  /** Safe: a secret that cannot be reopened at once stays in the clear. */
  async #sealed(secret: Uint8Array<ArrayBuffer>): Promise<BoardRecord['secret']> {
    const sealed = await this.#box.seal(secret);
    if (sealed === undefined || sealed === '' || sealed.length > maxSealedSecretLength) return secret;
    const again = await this.#box.open(sealed);
    return again?.length === secret.length && again.every((byte, at) => byte === secret[at])
      ? { sealed }
      : secret;
  }

  /** Every readable record. */
  async all(): Promise<readonly BoardRecord[]> {
    return (await this.read()).records;
  }

  /** Every readable record, and the ids of the boards whose records are there and unreadable. */
  async read(): Promise<{
    readonly records: readonly BoardRecord[];
    readonly unreadable: readonly string[];
  }> {
    const records: BoardRecord[] = [];
    const unreadable: string[] = [];
    for (const [key, value] of await this.#store.entries()) {
      if (!isBoardKey(key)) continue;
      const result = v.safeParse(schema, value);
      if (result.success) records.push(result.output);
      else {
        unreadable.push(key.slice(boardPrefix.length));
        this.#warn(`The record of a board cannot be read and is left alone: ${key}`);
      }
    }
    return { records, unreadable };
  }

  /** @throws ShelfDamaged if the record is unreadable. */
  async find(id: string): Promise<BoardRecord | undefined> {
    const value: unknown = await this.#store.get(boardPrefix + id);
    return value === undefined ? undefined : readable(value);
  }

  /**
   * Adds a board. A known one is changed by `known` instead, and keeps the secret with more access.
   *
   * @returns the stored record.
   * @throws ShelfFull beyond {@link maxBoards}, ShelfDamaged as {@link find}.
   */
  async add(record: BoardRecord, known: (old: BoardRecord) => BoardRecord): Promise<BoardRecord> {
    const { secret } = record;
    const kept = secret instanceof Uint8Array ? { ...record, secret: await this.#sealed(secret) } : record;
    const old = await this.find(record.id);
    if (old !== undefined) {
      // A sealed secret may have become unreadable.
      const isLess = record.access === 'view' && old.access === 'edit';
      if (isLess && (await this.canOpen(old))) return (await this.change(record.id, known)) ?? old;
      const { access } = record;
      const renewed = (found: BoardRecord) => ({ ...known(found), access, secret: kept.secret });
      return (await this.change(record.id, renewed)) ?? old;
    }
    if ((await this.#store.keys()).filter(isBoardKey).length >= maxBoards) {
      throw new ShelfFull(`there are ${maxBoards} boards`);
    }
    await this.#store.set(boardPrefix + record.id, kept);
    return kept;
  }

  /** In one transaction, so that two windows cannot undo each other. @returns undefined if the board is unknown. */
  async change(id: string, by: (old: BoardRecord) => BoardRecord): Promise<BoardRecord | undefined> {
    if ((await this.find(id)) === undefined) return undefined;
    let changed: BoardRecord | undefined;
    await this.#store.update(boardPrefix + id, (value) => {
      changed = by(readable(value));
      return changed;
    });
    return changed;
  }

  async remove(id: string): Promise<void> {
    await this.#store.delete(boardPrefix + id);
  }

  /** Empty if it is missing or unreadable: addresses can be found again. */
  async network(): Promise<NetworkRecord> {
    const value: unknown = await this.#store.get(networkKey);
    const result = v.safeParse(network, value);
    if (result.success) return result.output;
    if (value !== undefined) this.#warn('the stored addresses of hosts are unreadable, and dropped');
    return { version: 1, typed: [], met: [] };
  }

  async setNetwork(record: NetworkRecord): Promise<void> {
    await this.#store.set(networkKey, record);
  }

  /** Empty until it is set. */
  async myName(): Promise<string> {
    const result = v.safeParse(personName, await this.#store.get(nameKey));
    return result.success ? result.output : '';
  }

  /** Trims white space, and cuts at {@link maxPersonNameLength}. */
  async setMyName(name: string): Promise<void> {
    await this.#store.set(nameKey, boundedName(name, maxPersonNameLength));
  }
}

/** `name` without surrounding white space, at most `length` code units, never cut inside a character. */
export function boundedName(name: string, length: number): string {
  const trimmed = name.trim();
  if (trimmed.length <= length) return trimmed;
  const cut = trimmed.slice(0, length);
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}

function isBoardKey(key: IDBValidKey): key is string {
  return typeof key === 'string' && key.startsWith(boardPrefix);
}

function readable(value: unknown): BoardRecord {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  throw new ShelfDamaged('the record of the board is unreadable');
}
