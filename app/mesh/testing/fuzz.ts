/**
 * Fuzzes every decoder of outside input with nearly valid input. Each must accept or reject, and throw only the error
 * that its caller expects.
 */

import * as fc from 'fast-check';
import { Others } from '#app/session/live/others.ts';
import { blobIdOf } from '#shared/blob/blob.ts';
import { readImage } from '#shared/blob/image.ts';
import { gifOf, jpegOf, pngOf, webpOf } from '#shared/blob/testing/images.ts';
import { boardSecretBytes } from '#shared/invite/invite.ts';
import { deriveKeys, linkKeysOf } from '#shared/invite/keys/keys.ts';
import { formatBrowserLink, formatDesktopLink, parseInvite } from '#shared/invite/link.ts';
import {
  encodeVoteMessage,
  readVoteReply,
  readVoteRequest,
  type VoteReply,
  type VoteRequest,
} from '#shared/invite/vote-request.ts';
import { noSlot, replicaId, slot } from '#shared/paxos/model/ids.ts';
import { readHostInfo } from '#shared/signaling/host-info.ts';
import {
  type ClientMessage,
  formatSignalingMessage,
  parseClientMessage,
  parseServerMessage,
  type ServerMessage,
} from '#shared/signaling/protocol.ts';
import { type BlobMessage, decodeBlobMessage, encodeBlobMessage } from '#shared/wire/blobs.ts';
import {
  decodeMessage as decodeEngineMessage,
  decodeFrame,
  encodeMessage,
  encodeSessionMessage,
} from '#shared/wire/frame.ts';
import { decodeHosts, encodeHosts } from '#shared/wire/hosts.ts';
import { decodeMeta, decodeRecord, encodeMeta, encodeRecord } from '#shared/wire/record.ts';
import { anyAccepted, anyMessage } from '#shared/wire/testing/arbitraries.ts';
import { SignalBox } from '../signaling/signal-box.ts';
import {
  carried,
  channelMessages,
  feedChannel,
  feedHandshake,
  feedRelay,
  feedSecureChannel,
  handshakes,
  secureMessages,
} from './fuzz-links.ts';
import { Mutator } from './mutations.ts';
import { myself } from './myself.ts';
import { seededBytes } from './seeded-bytes.ts';

interface Target {
  readonly name: string;
  /** Valid input, to be mutated. */
  readonly real: readonly Uint8Array[];
  /** @returns whether the input was accepted. @throws on a finding. */
  readonly feed: (input: Uint8Array) => boolean;
  /** An input costs milliseconds: it is a point of a curve. */
  readonly isSlow?: true;
}

export interface FuzzResult {
  readonly inputs: number;
  readonly taken: number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Valid frames to sample, per kind. */
const samples = 200;

export function fuzzTargets(seed: number): readonly Target[] {
  const random = seededBytes(seed);
  const engineFrames = fc.sample(anyMessage, { seed, numRuns: samples }).map(encodeMessage);
  const presence = encodeSessionMessage({
    type: 'presence',
    tab: 'whiteboard',
    activity: 'idle',
    pointer: { x: 1, y: 2, tool: 'laser', pressed: false },
    selected: ['a'],
    viewport: { left: 0, top: 0, right: 800, bottom: 600 },
    previews: [
      {
        id: 'a',
        set: { type: 'freedraw', x: 1, groupIds: ['g'] },
        path: { from: 0, steps: [1, -2, 3, 4], pressures: [500, 1000] },
      },
    ],
    ended: [{ id: 'b', kept: true }],
  });
  return [
    { name: 'peer frames', real: [...engineFrames, presence], feed: feedFrame },
    { name: 'storage', real: records(seed), feed: (input) => decodeRecord(input).ok || decodeMeta(input).ok },
    { name: 'data channel', real: channelMessages(engineFrames), feed: feedChannel(random) },
    { name: 'handshake', real: handshakes(seed), feed: feedHandshake(), isSlow: true },
    { name: 'secure channel', real: secureMessages(random), feed: feedSecureChannel(random), isSlow: true },
    { name: 'hosts of others', real: [encodeHosts(hostsToTell)], feed: (input) => decodeHosts(input).ok },
    { name: 'blobs of others', real: blobMessages.map(encodeBlobMessage), feed: feedBlobMessage },
    { name: 'images', real: images, feed: (input) => typeof readImage(input) !== 'string' },
    { name: 'carried for others', real: carried(random), feed: feedRelay(random) },
    { name: 'sealed signals', real: [sealedSignal(seed)], feed: feedSignal, isSlow: true },
    { name: 'signaling', real: signalingMessages(), feed: feedSignaling },
    { name: 'invites', real: invites(random), feed: (input) => parseInvite(decoder.decode(input)).ok },
    {
      name: 'votes on hosts',
      real: voteMessages.map(encodeVoteMessage),
      feed: (input) => readVoteRequest(input) !== undefined || readVoteReply(input) !== undefined,
    },
    {
      name: 'host answers',
      real: [encoder.encode(hostAnswer)],
      feed: (input) => readHostInfo(asJson(input)) !== undefined,
    },
  ];
}

/** Feeds `inputs` mutated inputs to `target`. @throws whatever `feed` throws. */
export function fuzz(target: Target, inputs: number, seed: number): FuzzResult {
  const mutator = new Mutator(seededBytes(seed));
  let taken = 0;
  for (let done = 0; done < inputs; done += 1) if (target.feed(mutator.mutated(target.real))) taken += 1;
  return { inputs, taken };
}

const peer = replicaId('a');
/** It never evicts, so the memory per peer is limited by bounds alone. */
const others = new Others(
  { now: () => 0, after: () => () => undefined },
  { moved: () => undefined, previewed: () => undefined },
);

/** An accepted frame can be encoded again, with the same meaning. */
function feedFrame(input: Uint8Array): boolean {
  const decoded = decodeFrame(input);
  if (!decoded.ok) return false;
  if (decoded.frame.kind === 'engine') {
    const again = decodeEngineMessage(encodeMessage(decoded.frame.message));
    if (!again.ok)
      throw new Error(`a ${decoded.frame.message.type} that was taken is refused when said again`);
  } else {
    const { message } = decoded.frame;
    others.receive(peer, message);
    for (const { id } of message.previews ?? []) others.look(id);
    const again = decodeFrame(encodeSessionMessage(message));
    if (!again.ok) throw new Error('a presence that was taken is refused when said again');
  }
  return true;
}

const blobId = blobIdOf(Uint8Array.of(1));
const blobMessages: readonly BlobMessage[] = [
  { type: 'have', ids: [blobId, blobId] },
  { type: 'lack', ids: [blobId] },
  { type: 'want', id: blobId, offset: 0 },
  { type: 'chunk', id: blobId, offset: 0, total: 3, bytes: Uint8Array.of(1, 2, 3) },
];

/** An accepted input can be encoded again, and decodes to the same value. */
function feedBlobMessage(input: Uint8Array): boolean {
  const decoded = decodeBlobMessage(input);
  if (decoded.ok && !decodeBlobMessage(encodeBlobMessage(decoded.value)).ok) {
    throw new Error(`a ${decoded.value.type} that was taken is refused when said again`);
  }
  return decoded.ok;
}

const images = [
  pngOf(9, 9),
  jpegOf(9, 9),
  gifOf(9, 9),
  webpOf('VP8X', 9, 9),
  webpOf('VP8L', 9, 9),
  webpOf('VP8 ', 9, 9),
];

const hostsToTell = ['http://192.168.1.20:7420', 'http://workshop-pc:7420'];

const keys = deriveKeys(new Uint8Array(boardSecretBytes).fill(7));

function box(seed: number): SignalBox {
  return new SignalBox({
    topic: keys.topic,
    signalingKey: keys.signalingKey,
    me: myself('sender'),
    random: seededBytes(seed),
  });
}

const [sender, recipient] = ['sender', 'recipient'].map(
  (name) => `${myself(name).replica}-01234567-89abcdef`,
) as [string, string];

function sealedSignal(seed: number): Uint8Array {
  const connection = '0123456789abcdef';
  const sealed = box(seed).seal(sender, recipient, { connection, signal: { type: 'offer', sdp: 'v=0' } });
  return encoder.encode(sealed ?? '');
}

const sealedOnce = decoder.decode(sealedSignal(1));

/** A server cannot change a signal: an opened one is identical to the sealed one. */
function feedSignal(input: Uint8Array): boolean {
  const text = decoder.decode(input);
  const opened = box(1).open(sender, recipient, text);
  if (opened.ok && opened.signal.signal.type !== 'offer') throw new Error('a signal was changed on its way');
  if (box(1).open(recipient, sender, text).ok) throw new Error('a signal was taken by somebody else');
  return opened.ok || text === sealedOnce;
}

function signalingMessages(): readonly Uint8Array[] {
  const messages: readonly (ClientMessage | ServerMessage)[] = [
    { type: 'join', topic: 'topic', peer: 'a' },
    { type: 'leave', topic: 'topic' },
    { type: 'signal', topic: 'topic', to: 'b', data: 'AAAA' },
    { type: 'welcome', protocol: 1 },
    { type: 'members', topic: 'topic', peers: ['a', 'b'] },
    { type: 'joined', topic: 'topic', peer: 'c' },
    { type: 'left', topic: 'topic', peer: 'c' },
    { type: 'signal', topic: 'topic', from: 'b', data: 'AAAA' },
    { type: 'error', code: 'too-fast' },
  ];
  return messages.map((message) => encoder.encode(formatSignalingMessage(message)));
}

function feedSignaling(input: Uint8Array): boolean {
  const text = decoder.decode(input);
  return [parseClientMessage(text), parseServerMessage(text)].some(({ ok }) => ok);
}

function invites(random: ReturnType<typeof seededBytes>): readonly Uint8Array[] {
  const invite = {
    secret: random(boardSecretBytes),
    boardName: 'Workshop ✏️',
    hosts: ['http://192.168.1.20:7420'],
  };
  return [formatDesktopLink(invite), formatBrowserLink(invite, 'http://192.168.1.20:7420/')].map((link) =>
    encoder.encode(link),
  );
}

function records(seed: number): readonly Uint8Array[] {
  const meta = { generation: 1, promised: { epoch: slot(1), round: 2, replica: replicaId('a') } };
  return [
    ...fc.sample(anyAccepted, { seed, numRuns: samples }).map(encodeRecord),
    encodeMeta({ ...meta, decidedThrough: slot(1), compactedThrough: noSlot }),
  ];
}

const hostAnswer = JSON.stringify({
  app: 'paxboard',
  version: '0.1.0',
  port: 7420,
  addresses: ['http://192.168.1.20:7420'],
  name: 'workshop-pc',
});

const voteMessages: readonly (VoteRequest | VoteReply)[] = [
  {
    type: 'ask',
    keys: linkKeysOf(deriveKeys(new Uint8Array(boardSecretBytes).fill(1))),
    proof: new Uint8Array(64),
  },
  { type: 'permit', permission: new Uint8Array(64) },
  { type: 'offer', deviceKey: new Uint8Array(32), name: 'workshop-pc' },
  { type: 'kept' },
  { type: 'refused', why: 'full' },
];

function asJson(input: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(input));
  } catch {
    // As a failed fetch does.
    return undefined;
  }
}
