/**
 * A summary and a small picture of each board, for the list of boards: in a separate database, so that the list does not read the
 * pictures. A loss is harmless: unreadable values are dropped, and the next visit of a board restores them.
 */

import * as v from 'valibot';
import { maxSummaryPeople } from '#app/session/reports/summary.ts';
import { readImage } from '#shared/blob/image.ts';
import type { BoardSummary } from '../../session/api.ts';
import type { KeyValues } from './key-values.ts';
import { maxPersonNameLength } from './shelf-records.ts';

/** The name of the database and of its only store. */
export const summariesDatabase = 'paxboard-summaries';

/** The maximum size of a picture. */
export const maxPictureBytes = 48 * 1024;

/** The maximum length of either side of a picture, pixels. */
export const maxPictureSide = 640;

/** A name can have a number that distinguishes it. */
const maxNameLength = maxPersonNameLength + 16;

const time = v.pipe(v.number(), v.finite(), v.minValue(0));

const schema = v.strictObject({
  version: v.literal(1),
  people: v.pipe(
    v.array(
      v.strictObject({
        name: v.pipe(v.string(), v.maxLength(maxNameLength)),
        colour: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
      }),
    ),
    v.maxLength(maxSummaryPeople),
  ),
  more: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  changedAt: v.exactOptional(time),
});

const summaryPrefix = 'summary:';
const picturePrefix = 'picture:';

export class BoardSummaries {
  readonly #store: KeyValues;

  constructor(store: KeyValues) {
    this.#store = store;
  }

  /** Undefined if there is none, or an unreadable one. */
  async find(id: string): Promise<BoardSummary | undefined> {
    const result = v.safeParse(schema, await this.#store.get(summaryPrefix + id));
    if (!result.success) return undefined;
    const { version: _, ...summary } = result.output;
    return summary;
  }

  /** A summary without a time keeps the time of the stored one. */
  async keep(id: string, summary: BoardSummary): Promise<void> {
    await this.#store.update(summaryPrefix + id, (old) => {
      const { people, more } = summary;
      const result = v.safeParse(schema, old);
      const changedAt = summary.changedAt ?? (result.success ? result.output.changedAt : undefined);
      return {
        version: 1,
        people: people.map(({ name, colour }) => ({ name: name.slice(0, maxNameLength), colour })),
        more,
        ...(changedAt === undefined ? {} : { changedAt }),
      };
    });
  }

  /** Undefined if there is none, or an unreadable one. */
  async picture(id: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const value: unknown = await this.#store.get(picturePrefix + id);
    return isPicture(value) ? value : undefined;
  }

  /**
   * @param picture undefined to remove it.
   * @throws RangeError if it is not an image, or over {@link maxPictureBytes} or {@link maxPictureSide}.
   */
  async keepPicture(id: string, picture: Uint8Array | undefined): Promise<void> {
    if (picture === undefined) return this.#store.delete(picturePrefix + id);
    if (!isPicture(picture)) throw new RangeError(`unusable picture of ${picture.byteLength} bytes`);
    await this.#store.set(picturePrefix + id, new Uint8Array(picture));
  }

  async remove(id: string): Promise<void> {
    await this.#store.delete(summaryPrefix + id);
    await this.#store.delete(picturePrefix + id);
  }
}

function isPicture(value: unknown): value is Uint8Array<ArrayBuffer> {
  if (!(value instanceof Uint8Array) || value.byteLength > maxPictureBytes) return false;
  const image = readImage(value);
  return typeof image === 'object' && image.width <= maxPictureSide && image.height <= maxPictureSide;
}
