/**
 * The WebSockets of a host that keeps votes for boards. Each carries one secure channel, as binary messages
 * (`app/mesh/link/channel/socket-channel.ts`): to ask the host for a vote, or as a link to a witness on it.
 */

import { isReplicaId, type ReplicaId } from '../paxos/model/ids.ts';
import { parseUrl } from '../url/parse-url.ts';

/** Starts the path of each of them. */
export const votesPath = '/votes/';

/** Bytes of one message, at most; more than a sealed message of a link has. */
export const maxVoteMessageBytes = 64 * 1024;

const askPath = `${votesPath}ask`;
const linkPath = `${votesPath}link/`;

/** What the opener of a WebSocket wants. */
export type VotesRequest = { readonly type: 'ask' } | { readonly type: 'link'; readonly witness: ReplicaId };

/** @returns undefined for any other path. Never throws. */
export function readVotesPath(path: string): VotesRequest | undefined {
  if (path === askPath) return { type: 'ask' };
  if (!path.startsWith(linkPath)) return undefined;
  const witness = path.slice(linkPath.length);
  return isReplicaId(witness) ? { type: 'link', witness } : undefined;
}

/**
 * @param host base URL of a host.
 * @returns undefined if `host` is not an `http:` or `https:` URL.
 */
export function votesUrl(host: string, request: VotesRequest): string | undefined {
  return webSocketUrl(host, request.type === 'ask' ? askPath : `${linkPath}${request.witness}`);
}

/**
 * The address of a WebSocket at `path` of a host, without its user.
 *
 * @returns undefined if `host` is not an `http:` or `https:` URL.
 */
export function webSocketUrl(host: string, path: string): string | undefined {
  const url = parseUrl(path, host);
  if (url === undefined) return undefined;
  if (url.protocol === 'http:') url.protocol = 'ws:';
  else if (url.protocol === 'https:') url.protocol = 'wss:';
  else return undefined;
  url.username = '';
  url.password = '';
  return url.href;
}
