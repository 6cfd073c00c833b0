import { expect, it } from 'vitest';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { decodeHosts, encodeHosts, hostsFrameKind } from '#shared/wire/hosts.ts';
import type { Peer, Transport, TransportListener } from '../transport.ts';
import { HostBook } from './host-book.ts';
import { HostGossip, maxHostMessages } from './host-gossip.ts';

const bob = { replica: replicaId('bob'), name: 'Bob', access: 'edit' } as const;
const own = 'http://10.0.0.1:7420';

function gossip() {
  const book = new HostBook(() => 0);
  const sent: { readonly to: string; readonly hosts: unknown }[] = [];
  const frames: Uint8Array[] = [];
  const peers: Peer[] = [];
  const dismissed: string[] = [];
  let inner: TransportListener | undefined;
  const transport: Transport = {
    start: (listener) => {
      inner = listener;
    },
    stop: () => undefined,
    send: (to, _, bytes) => sent.push({ to, hosts: decodeHosts(bytes) }),
    isClear: () => true,
    dismiss: (replicas) => dismissed.push(...replicas),
    heed: () => undefined,
    forged: () => undefined,
    peers: () => peers,
    signaling: () => ({ status: 'connected' }),
  };
  const made = new HostGossip(transport, book);
  made.start({
    linkUp: () => undefined,
    linkDown: () => undefined,
    frame: (_from, _lane, bytes) => frames.push(bytes),
    doubted: () => undefined,
    changed: () => undefined,
    notice: () => undefined,
  });
  const known = () => book.list().map(({ address }) => address);
  const link = () => {
    peers.push(bob);
    inner?.linkUp(bob);
  };
  const hear = (bytes: Uint8Array) => inner?.frame(bob.replica, 'ephemeral', bytes);
  return { book, gossip: made, sent, frames, dismissed, known, link, hear };
}

it('sends its hosts to a new peer, and to every peer when they change', () => {
  const it = gossip();
  it.book.setAnnounced([own]);
  it.link();
  expect(it.sent).toEqual([{ to: 'bob', hosts: { ok: true, value: [own] } }]);
  it.book.add('typed', 'http://10.0.0.9:7420');
  expect(it.sent).toHaveLength(1);
  it.book.note('http://10.0.0.9:7420', { status: 'connected' }, 'ab'.repeat(16));
  expect(it.sent[1]).toEqual({ to: 'bob', hosts: { ok: true, value: [own, 'http://10.0.0.9:7420'] } });
  it.gossip.stop();
  it.book.setAnnounced([]);
  expect(it.sent).toHaveLength(2);
});

it('forwards removals', () => {
  const it = gossip();
  it.gossip.dismiss(new Set([bob.replica]));
  expect(it.dismissed).toEqual(['bob']);
});

it("takes a peer's hosts, and keeps the frame from the replica", () => {
  const it = gossip();
  it.link();
  it.hear(encodeHosts(['http://10.0.0.5:7420']));
  expect(it.known()).toEqual(['http://10.0.0.5:7420']);
  expect(it.frames).toEqual([]);
});

it('forwards every other frame, and malformed ones of its own kind for the replica to report', () => {
  const it = gossip();
  it.link();
  it.hear(Uint8Array.of(1, 2));
  it.hear(Uint8Array.of(hostsFrameKind, 0xff));
  expect(it.frames).toEqual([Uint8Array.of(1, 2), Uint8Array.of(hostsFrameKind, 0xff)]);
});

it('ignores a peer that sends too many frames', () => {
  const it = gossip();
  it.link();
  for (let at = 0; at < maxHostMessages; at += 1) it.hear(encodeHosts([]));
  it.hear(encodeHosts([own]));
  expect(it.known()).toEqual([]);
});
