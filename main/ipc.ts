/** Every channel between the window and the main process, and what may pass through it. */

import * as v from 'valibot';
import { maxInviteTextLength } from '#shared/invite/link.ts';
import { type HostInfo, readHostInfo } from '#shared/signaling/host-info.ts';

export const channels = {
  /** Window asks, main answers with a {@link HostAnswer}. */
  hostInfo: 'paxboard:host-info',
  /** Window → main: from now on it takes links. */
  joinLinksWanted: 'paxboard:join-links-wanted',
  /** Main → window: a link. */
  joinLink: 'paxboard:join-link',
} as const;

export type HostAnswer =
  | { readonly ok: true; readonly info: HostInfo }
  /** `why` is a sentence for a person. */
  | { readonly ok: false; readonly why: string };

const failure = v.object({ ok: v.literal(false), why: v.pipe(v.string(), v.maxLength(1000)) });
const success = v.object({ ok: v.literal(true), info: v.unknown() });
const joinLink = v.pipe(v.string(), v.maxLength(maxInviteTextLength));

/** For the window's end. Never throws. */
export function readHostAnswer(value: unknown): HostAnswer {
  const failed = v.safeParse(failure, value);
  if (failed.success) return failed.output;
  const answered = v.safeParse(success, value);
  const info = answered.success ? readHostInfo(answered.output.info) : undefined;
  return info === undefined
    ? { ok: false, why: 'This window and the app around it do not belong together. Please restart Paxboard.' }
    : { ok: true, info };
}

/** For the window's end. @returns undefined for anything that is not a text of bounded length. */
export function readJoinLink(value: unknown): string | undefined {
  const result = v.safeParse(joinLink, value);
  return result.success ? result.output : undefined;
}
