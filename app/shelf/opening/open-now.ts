/** The boards of this device that are open on another one: the hosts of this window know the topics with members. */

import { maxLookedTopics, presentTopics } from '#app/mesh/signaling/present-topics.ts';
import { deriveKeys } from '#shared/invite/keys/keys.ts';
import { SecretLocked, type ShelfRecords } from '../records/shelf-records.ts';
import type { ShelfOptions } from '../shelf-options.ts';

/**
 * Asks about the latest opened boards, as many as one question may have.
 *
 * @returns ids; none from a host that does not answer.
 */
export async function openNow(
  options: Pick<Required<ShelfOptions>, 'signaling' | 'openSocket' | 'clock' | 'warn'>,
  records: Pick<ShelfRecords, 'all' | 'opened'>,
): Promise<ReadonlySet<string>> {
  const ids = await topicsOf(records);
  const present = new Set<string>();
  if (ids.size === 0) return present;
  for (const answer of await Promise.all(
    (await hostsOf(options)).map((host) => presentTopics(host, [...ids.keys()], options)),
  )) {
    for (const topic of answer ?? []) present.add(ids.get(topic) ?? '');
  }
  return present;
}

/** The boards' ids by their topics. A board whose secret is locked has none. */
async function topicsOf(records: Pick<ShelfRecords, 'all' | 'opened'>): Promise<ReadonlyMap<string, string>> {
  const latest = (await records.all()).toSorted((a, b) => b.lastOpenedAt - a.lastOpenedAt);
  const ids = new Map<string, string>();
  for (const record of latest.slice(0, maxLookedTopics)) {
    try {
      const { secret } = await records.opened(record);
      ids.set(deriveKeys(secret).topic, record.id);
    } catch (error) {
      if (!(error instanceof SecretLocked)) throw error;
    }
  }
  return ids;
}

async function hostsOf({
  signaling,
  warn,
}: Pick<Required<ShelfOptions>, 'signaling' | 'warn'>): Promise<readonly string[]> {
  try {
    return await signaling();
  } catch (error) {
    warn(`The signaling servers are not known: ${String(error)}`);
    return [];
  }
}
