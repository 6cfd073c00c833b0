import * as fc from 'fast-check';
import { Packr } from 'msgpackr';
import { describe, expect, it } from 'vitest';
import { maxDigestLength } from '#shared/paxos/catch-up/checkpoints.ts';
import { maxSnapshotBytes } from '#shared/paxos/catch-up/snapshot.ts';
import { type Message, maxMessageEntries, maxSnapshotChunkBytes } from '#shared/paxos/messages.ts';
import { maxVoters } from '#shared/paxos/model/configuration.ts';
import { digestBytes, maxBatchCommands, maxCommandBytes, maxSealBytes } from '#shared/paxos/model/entry.ts';
import { replicaId, slot } from '#shared/paxos/model/ids.ts';
import { Author } from '#shared/paxos/testing/groups.ts';
import { pack } from './codec/codec.ts';
import { maxBodiesBytes } from './entries.ts';
import { decodeMessage, encodeMessage, maxMessageBytes } from './frame.ts';
import { messageTags } from './messages.ts';
import { anyMessage } from './testing/arbitraries.ts';

const alice = replicaId('alice');

function propose(commands: number, bodyBytes: number): Message {
  return {
    type: 'propose',
    generation: 1,
    ballot: { epoch: slot(1), round: 3, replica: alice },
    firstSlot: slot(7),
    decidedThrough: slot(6),
    entries: [
      {
        type: 'commands',
        groups: [
          new Author(alice).group(
            ...new Array(commands).fill(0).map((_, position) => new Uint8Array(bodyBytes).fill(position)),
          ),
        ],
      },
    ],
  };
}

/** A frame that `messageTuple` never makes. */
function forged(...tuple: unknown[]): Uint8Array {
  return pack(1, tuple);
}

const ballot = [1, 1, 'alice'];
const digest = 'a1'.repeat(32);
const chunk = (...rest: unknown[]) => forged(messageTags.snapshot, 1, 9, ...rest);
const bytes = (length: number) => new Uint8Array(length);
const commands = (...groups: unknown[]) => [1, groups];
const group = (
  origin: string,
  first: number,
  bodies: unknown,
  seal = bytes(96),
  previous = bytes(digestBytes),
) => [origin, first, bodies, previous, seal];

describe('messages of the engine', () => {
  it('are decoded unchanged, in every type', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(anyMessage, (message) => {
        seen.add(message.type);
        const decoded = decodeMessage(encodeMessage(message));
        expect(decoded).toEqual({ ok: true, message });
      }),
      { numRuns: 400 },
    );
    expect([...seen].sort()).toEqual(Object.keys(messageTags).sort());
  });

  it('are decoded from a Node buffer with plain byte arrays', () => {
    const decoded = decodeMessage(Buffer.from(encodeMessage(propose(2, 5))));
    const entry = decoded.ok && decoded.message.type === 'propose' ? decoded.message.entries[0] : undefined;
    const body = entry?.type === 'commands' ? entry.groups[0]?.bodies[1] : undefined;
    expect(body?.constructor).toBe(Uint8Array);
    expect(body).toEqual(new Uint8Array(5).fill(1));
  });

  it('are encoded to the same bytes regardless of earlier ones', () => {
    const before = encodeMessage(propose(3, 10)).slice();
    for (let bodyBytes = 1; bodyBytes < 20_000; bodyBytes *= 3) encodeMessage(propose(2, bodyBytes));
    expect(encodeMessage(propose(3, 10))).toEqual(before);
  });

  it('are not overwritten by later ones', () => {
    const first = encodeMessage(propose(3, 10));
    const copy = first.slice();
    for (let round = 0; round < 100; round += 1) encodeMessage(propose(50, 100));
    expect(first).toEqual(copy);
  });

  it('encode the origin of a group once', () => {
    expect(encodeMessage(propose(64, 64)).byteLength).toBeLessThan(64 * (64 + 2) + 100);
  });

  it('can hold the largest entry and the largest chunk', () => {
    const largest = propose(1, maxCommandBytes);
    expect(decodeMessage(encodeMessage(largest))).toEqual({ ok: true, message: largest });
    const chunk: Message = {
      type: 'snapshot',
      generation: 1,
      through: slot(9),
      totalBytes: maxSnapshotBytes,
      digest,
      offset: maxSnapshotBytes - maxSnapshotChunkBytes,
      bytes: bytes(maxSnapshotChunkBytes),
    };
    expect(decodeMessage(encodeMessage(chunk))).toEqual({ ok: true, message: chunk });
    const fullest = propose(maxBatchCommands, 1);
    expect(decodeMessage(encodeMessage(fullest))).toEqual({ ok: true, message: fullest });
  });

  it.each([
    ['an empty tuple', forged()],
    ['an unknown tag', forged(99, 1)],
    ['a string as the tag', forged('prepare', 1)],
    ['a missing field', forged(messageTags.prepare, 1, ballot)],
    ['an extra field', forged(messageTags.prepare, 1, ballot, 1, 1)],
    ['a negative slot', forged(messageTags.prepare, 1, ballot, -1)],
    ['slot 0', forged(messageTags.prepare, 1, ballot, 0)],
    ['a fractional slot', forged(messageTags.prepare, 1, ballot, 1.5)],
    ['a slot beyond safe integers', forged(messageTags.prepare, 1, ballot, 2 ** 53)],
    ['a slot that is not a number', forged(messageTags.prepare, 1, ballot, Number.NaN)],
    ['a negative generation', forged(messageTags.superseded, -1)],
    ['no ballot', forged(messageTags.prepare, 1, null, 1)],
    ['a ballot of round 0', forged(messageTags.prepare, 1, [1, 0, 'alice'], 1)],
    ['an id with a space', forged(messageTags.prepare, 1, [1, 1, 'a b'], 1)],
    ['an empty id', forged(messageTags.prepare, 1, [1, 1, ''], 1)],
    ['a long id', forged(messageTags.prepare, 1, [1, 1, 'a'.repeat(65)], 1)],
    ['a range that ends before it begins', forged(messageTags.accept, 1, ballot, 5, 4)],
    ['a range too long', forged(messageTags.accept, 1, ballot, 1, maxMessageEntries + 1)],
    ['slots beyond safe integers', forged(messageTags.propose, 1, ballot, 2 ** 53 - 1, [[0]], 0, null)],
    ['an unknown entry', forged(messageTags.propose, 1, ballot, 1, [[7]], 0, null)],
    ['an entry without commands', forged(messageTags.propose, 1, ballot, 1, [commands()], 0, null)],
    [
      'accepts of too many voters',
      forged(messageTags.propose, 1, ballot, 1, [], 0, new Array(maxVoters + 1).fill(1)),
    ],
    ['an accept before the first slot', forged(messageTags.propose, 1, ballot, 1, [], 0, [-1])],
    [
      'a group without bodies',
      forged(messageTags.propose, 1, ballot, 1, [commands(group('alice', 1, []))], 0, null),
    ],
    [
      'a string as a body',
      forged(messageTags.propose, 1, ballot, 1, [commands(group('alice', 1, ['text']))], 0, null),
    ],
    [
      'a body too large',
      forged(
        messageTags.propose,
        1,
        ballot,
        1,
        [commands(group('alice', 1, [bytes(maxBodiesBytes + 1)]))],
        0,
        null,
      ),
    ],
    [
      'too many commands in one group',
      forged(
        messageTags.propose,
        1,
        ballot,
        1,
        [commands(group('alice', 1, new Array(maxBatchCommands + 1).fill(bytes(1))))],
        0,
        null,
      ),
    ],
    [
      'too many commands in several groups',
      forged(
        messageTags.propose,
        1,
        ballot,
        1,
        [
          commands(
            group('alice', 1, new Array(maxBatchCommands).fill(bytes(1))),
            group('bob', 1, [bytes(1)]),
          ),
        ],
        0,
        null,
      ),
    ],
    ['no seal', forged(messageTags.submit, 1, [group('alice', 1, [bytes(1)], bytes(0))], false)],
    [
      'a seal too long',
      forged(messageTags.submit, 1, [group('alice', 1, [bytes(1)], bytes(maxSealBytes + 1))], false),
    ],
    [
      'a digest too short',
      forged(
        messageTags.submit,
        1,
        [group('alice', 1, [bytes(1)], bytes(96), bytes(digestBytes - 1))],
        false,
      ),
    ],
    [
      'groups that together are too large for an entry',
      forged(
        messageTags.propose,
        1,
        ballot,
        1,
        [commands(group('alice', 1, [bytes(maxBodiesBytes)]), group('bob', 1, [bytes(1)]))],
        0,
        null,
      ),
    ],
    ['command 0', forged(messageTags.submit, 1, [group('alice', 0, [bytes(1)])], false)],
    [
      'sequence numbers beyond safe integers',
      forged(messageTags.submit, 1, [group('alice', 2 ** 53 - 1, [bytes(1)])], false),
    ],
    ['too many entries', forged(messageTags.learned, 1, 1, new Array(maxMessageEntries + 1).fill([0]), 0)],
    ['no voters', forged(messageTags.learned, 1, 1, [[2, 1, []]], 0)],
    ['voters out of order', forged(messageTags.learned, 1, 1, [[2, 1, ['b', 'a']]], 0)],
    ['one voter twice', forged(messageTags.learned, 1, 1, [[2, 1, ['a', 'a']]], 0)],
    [
      'too many voters',
      forged(
        messageTags.learned,
        1,
        1,
        [[2, 1, new Array(maxVoters + 1).fill(0).map((_, position) => `v${position}`)]],
        0,
      ),
    ],
    [
      'a promise out of slot order',
      forged(messageTags.promise, 1, ballot, 1, 1, 0, 0, [
        [2, ballot, [0]],
        [2, ballot, [0]],
      ]),
    ],
    [
      'a promise of slots before its first',
      forged(messageTags.promise, 1, ballot, 1, 5, 0, 0, [[4, ballot, [0]]]),
    ],
    [
      'a promise that starts before the prepared slot',
      forged(messageTags.promise, 1, ballot, 5, 4, 0, 0, []),
    ],
    ['a ballot without an epoch', forged(messageTags.prepare, 1, [1, 'alice'], 1)],
    ['a ballot of an epoch before the first', forged(messageTags.prepare, 1, [-1, 1, 'alice'], 1)],
    ['a chunk of no bytes', chunk(10, digest, 0, bytes(0))],
    ['a chunk too large', chunk(maxSnapshotBytes, digest, 0, bytes(maxSnapshotChunkBytes + 1))],
    ['a chunk beyond its snapshot', chunk(10, digest, 6, bytes(5))],
    ['a snapshot too large', chunk(maxSnapshotBytes + 1, digest, 0, bytes(5))],
    ['a snapshot through slot 0', forged(messageTags.snapshot, 1, 0, 10, digest, 0, bytes(5))],
    ['a snapshot with an invalid digest', chunk(10, digest.toUpperCase(), 0, bytes(5))],
    ['a request beyond any snapshot', forged(messageTags.learn, 1, 1, [9, maxSnapshotBytes + 1])],
    ['an incomplete request for a snapshot', forged(messageTags.learn, 1, 1, [9])],
    [
      'a digest of a state that is too long',
      forged(messageTags.heartbeat, 1, 1, 1, null, true, 0, [256, 'a'.repeat(maxDigestLength + 1)]),
    ],
    ['a checkpoint before the first slot', forged(messageTags.heartbeat, 1, 1, 1, null, true, 0, [0, 'a'])],
    ['a sign-off that is neither going nor staying', forged(messageTags.signOff, 1, null)],
    ['a map in place of a tuple', pack(1, { type: 'prepare' })],
    [
      'a happy flag that is not a boolean',
      forged(messageTags.heartbeatReply, 1, 1, 1, null, null, 1, 0, null),
    ],
  ])('are rejected with %s', (_, frame) => {
    expect(decodeMessage(frame)).toEqual({ ok: false, problem: expect.stringMatching(/./) });
  });

  it('are rejected with extension types, which the decoder would resolve or execute', () => {
    const structured = new Packr({ moreTypes: true, structuredClone: true });
    const shared = [1, 2];
    const packed = structured.pack([shared, shared, new Set([1]), /x/u]);
    const problem = expect.stringMatching(/unsupported type/);
    expect(decodeMessage(Uint8Array.of(1, ...packed))).toEqual({ ok: false, problem });
    // A record: msgpackr would compile its names to a function.
    const record = [0x91, 0xd4, 0x72, 0x40, 0x91, 0xa1, 0x61, 0x01];
    expect(decodeMessage(Uint8Array.of(1, ...record))).toEqual({ ok: false, problem });
  });

  it('are rejected above the bound without decoding', () => {
    const frame = new Uint8Array(maxMessageBytes + 1);
    frame[0] = 1;
    expect(decodeMessage(frame)).toMatchObject({
      ok: false,
      problem: expect.stringMatching(/16777217 bytes/),
    });
    const large = propose(1, maxMessageBytes);
    expect(() => encodeMessage(large)).toThrow(RangeError);
  });
});
