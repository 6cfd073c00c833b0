/** Asks a host which topics have a member, without joining them: one short connection. */

import {
  formatSignalingMessage,
  maxTopicsPerConnection,
  parseServerMessage,
  signalingProtocol,
} from '#shared/signaling/protocol.ts';
import type { Clock } from '../../clock/clock.ts';
import type { OpenSocket, Socket } from './socket.ts';
import { signalingUrl } from './websocket-signaling.ts';

/** The maximum number of topics of one question. */
export const maxLookedTopics = maxTopicsPerConnection;

/** The timeout of the whole question, milliseconds. */
export const lookTimeoutMs = 4_000;

/**
 * @param host a base URL.
 * @param topics at most {@link maxLookedTopics}.
 * @returns those of `topics` that have a member; undefined if the host does not answer, or is too old for the question.
 */
export function presentTopics(
  host: string,
  topics: readonly string[],
  { openSocket, clock }: { readonly openSocket: OpenSocket; readonly clock: Clock },
): Promise<ReadonlySet<string> | undefined> {
  const url = signalingUrl(host);
  if (url === undefined) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    let socket: Socket | undefined;
    let isAsked = false;
    const end = (present: ReadonlySet<string> | undefined): void => {
      cancel();
      socket?.close();
      resolve(present);
    };
    const cancel = clock.after(lookTimeoutMs, () => end(undefined));
    const receive = (data: unknown): void => {
      const parsed = typeof data === 'string' ? parseServerMessage(data) : undefined;
      if (!parsed?.ok) return end(undefined);
      const { message } = parsed;
      if (!isAsked && message.type === 'welcome' && message.protocol === signalingProtocol) {
        isAsked = true;
        socket?.send(formatSignalingMessage({ type: 'look', topics: topics.slice(0, maxLookedTopics) }));
      } else if (isAsked && message.type === 'present') {
        end(new Set(message.topics.filter((topic) => topics.includes(topic))));
      } else end(undefined);
    };
    try {
      socket = openSocket(url, { message: receive, closed: () => end(undefined) });
    } catch {
      // This page may not connect there (a secure page to an insecure address).
      end(undefined);
    }
  });
}
