/** Asks a host to keep a vote for a board: the editor's end of `shared/invite/vote-request.ts`. */

import { type Clock, systemClock } from '#app/clock/clock.ts';
import { SecureChannel } from '#app/mesh/link/channel/secure-channel.ts';
import { socketChannel } from '#app/mesh/link/channel/socket-channel.ts';
import { ChannelError } from '#app/mesh/link/channel-messages.ts';
import type { RandomBytes } from '#app/mesh/redial/backoff.ts';
import { browserByteSocket, type OpenByteSocket } from '#app/mesh/signaling/byte-socket.ts';
import type { Invite } from '#shared/invite/invite.ts';
import { replicaOf } from '#shared/invite/keys/device-key.ts';
import { deriveKeys, linkKeysOf } from '#shared/invite/keys/keys.ts';
import { witnessPermission } from '#shared/invite/keys/witness-permission.ts';
import {
  askingProof,
  encodeVoteMessage,
  readVoteReply,
  type VoteRefusal,
  type VoteReply,
  type VoteRequest,
  voteRequestKey,
} from '#shared/invite/vote-request.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { votesUrl } from '#shared/signaling/host-votes.ts';

/** The time limit for the host's answers, milliseconds. */
export const askMilliseconds = 10_000;

/** `away`: it does not answer. `version`: it has another version. `foreign`: its answers make no sense. */
export type HostRefusal = VoteRefusal | 'away' | 'version' | 'foreign';

export class HostRefused extends Error {
  override readonly name = 'HostRefused';
  readonly why: HostRefusal;

  constructor(why: HostRefusal) {
    super(`the host keeps no vote: ${why}`);
    this.why = why;
  }
}

export interface AskOptions {
  readonly openByteSocket: OpenByteSocket;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

const here: AskOptions = {
  openByteSocket: browserByteSocket,
  clock: systemClock,
  random: (count) => crypto.getRandomValues(new Uint8Array(count)),
};

/** The witness on the host, and the host's name. */
export interface HostVote {
  readonly id: ReplicaId;
  readonly name: string;
}

/**
 * The host keeps a vote for the board from then on. It counts once the members agreed on it (`Members.lend`). A host
 * that keeps one already returns it.
 *
 * @param host base URL of a host that lends.
 * @param invite with edit access.
 * @throws HostRefused, and RangeError for an invite without edit access
 */
export function askHost(
  host: string,
  { secret }: Pick<Invite, 'secret'>,
  options: AskOptions = here,
): Promise<HostVote> {
  const keys = deriveKeys(secret);
  const { editorSecretKey } = keys;
  if (editorSecretKey === undefined) throw new RangeError('a viewer cannot ask for a vote');
  return new Promise((resolve, reject) => {
    let offered: HostVote | undefined;
    const end = () => {
      cancel();
      channel.destroy();
    };
    const fail = (why: HostRefusal) => {
      end();
      reject(new HostRefused(why));
    };
    const cancel = options.clock.after(askMilliseconds, () => fail('away'));
    const say = (request: VoteRequest) => channel.send(encodeVoteMessage(request));
    const follow = (reply: VoteReply) => {
      if (reply.type === 'refused') return fail(reply.why);
      if (reply.type === 'offer' && offered === undefined) {
        const { deviceKey, name } = reply;
        offered = { id: replicaOf(deviceKey), name };
        return say({ type: 'permit', permission: witnessPermission(deviceKey, editorSecretKey) });
      }
      if (reply.type !== 'kept' || offered === undefined) throw new ChannelError('an answer to nothing');
      end();
      resolve(offered);
    };
    const channel = new SecureChannel({
      role: 'initiator',
      psk: voteRequestKey,
      // This message is sealed with a public key only.
      hello: new Uint8Array(),
      random: options.random,
      createChannel: socketChannel((listener) => {
        const url = votesUrl(host, { type: 'ask' });
        if (url === undefined) throw new Error('not the address of a host');
        return options.openByteSocket(url, listener);
      }, options.clock),
      listener: {
        signal: () => undefined,
        open: () => undefined,
        agreed: (_, hash) =>
          say({ type: 'ask', keys: linkKeysOf(keys), proof: askingProof(hash, editorSecretKey) }),
        message: (bytes) => {
          const reply = readVoteReply(bytes);
          if (reply === undefined) throw new ChannelError('not a reply of a host');
          follow(reply);
        },
        drained: () => undefined,
        broken: ({ type }) => fail(type === 'version' ? 'version' : 'foreign'),
        closed: () => fail('away'),
        unavailable: () => fail('away'),
      },
    });
  });
}
