import { describe, expect, it } from 'vitest';
import { type ReplicaId, replicaId } from '#shared/paxos/model/ids.ts';
import { ManualClock } from '../../clock/testing/manual-clock.ts';
import { encodeLinkMessage, type LinkMessage, maxToldNeighbours } from '../link/channel-messages.ts';
import { seededBytes } from '../testing/seeded-bytes.ts';
import { closingOf, readRelayMessage } from './relay-channel.ts';
import { maxRelayedLinks, Relays, relayAfterMs } from './relays.ts';

const [ann, bob, carol] = [replicaId('ann'), replicaId('bob'), replicaId('carol')];
const opening = Uint8Array.of(1, ...new Uint8Array(8).fill(7));
const channel = '07'.repeat(8);

/** Bob's device: the messages to its direct neighbours, and the number of links it makes. */
class Bob {
  readonly clock = new ManualClock();
  readonly sent: { readonly to: ReplicaId; readonly message: LinkMessage }[] = [];
  readonly opened: string[] = [];
  readonly roused: ReplicaId[] = [];
  /** Whether neighbours accept payloads. */
  hasRoom = true;
  readonly relays = new Relays({
    me: bob,
    clock: this.clock,
    random: seededBytes(1),
    createLink: (role, createChannel) => {
      this.opened.push(role);
      createChannel(role === 'initiator', {
        signal: () => undefined,
        open: () => undefined,
        message: () => undefined,
        drained: () => undefined,
        closed: () => undefined,
        unavailable: () => undefined,
      });
      const nothing = () => undefined;
      const ends = { dismiss: nothing, forged: nothing, destroy: nothing };
      const acts = { send: nothing, rest: nothing, rouse: nothing, ...ends };
      return { peer: undefined, roundTripMs: undefined, isClear: true, ...acts };
    },
    listener: {
      routed: () => undefined,
      proven: () => undefined,
      lost: () => undefined,
      frame: () => undefined,
      measured: () => undefined,
      ended: () => undefined,
    },
  });

  link(to: ReplicaId): void {
    this.relays.linked(to, {
      roundTripMs: undefined,
      rouse: () => this.roused.push(to),
      sendLinkMessage: (message) => {
        this.sent.push({ to, message });
        return this.hasRoom;
      },
    });
  }

  toldOf(kind: LinkMessage['kind']) {
    return this.sent.filter(({ message }) => message.kind === kind);
  }
}

describe('a device', () => {
  it('announces its direct neighbours to all of them, at every change', () => {
    const device = new Bob();
    device.link(carol);
    device.link(ann);
    device.relays.unlinked(ann);
    expect(device.sent.map(({ to, message }) => [to, message])).toEqual([
      [carol, { kind: 'neighbours', replicas: [carol] }],
      [carol, { kind: 'neighbours', replicas: [ann, carol] }],
      [ann, { kind: 'neighbours', replicas: [ann, carol] }],
      [carol, { kind: 'neighbours', replicas: [carol] }],
    ]);
  });

  it('announces as many neighbours as a message holds', () => {
    const device = new Bob();
    for (let number = 0; number <= maxToldNeighbours; number += 1) device.link(replicaId(`device-${number}`));
    const last = device.toldOf('neighbours').at(-1)?.message;
    if (last?.kind !== 'neighbours') throw new Error('nothing was announced');
    expect(last.replicas).toHaveLength(maxToldNeighbours);
    expect(() => encodeLinkMessage(last)).not.toThrow();
  });

  it('rouses the link to a neighbour that another one has lost', () => {
    const device = new Bob();
    for (const neighbour of [ann, carol]) device.link(neighbour);
    device.relays.receive(carol, { kind: 'neighbours', replicas: [ann, bob] });
    expect(device.roused).toEqual([]);
    device.relays.receive(carol, { kind: 'neighbours', replicas: [bob] });
    expect(device.roused).toEqual([ann]);
  });

  it('relays payloads to its direct neighbours', () => {
    const device = new Bob();
    device.link(ann);
    device.link(carol);
    device.sent.length = 0;
    device.relays.receive(ann, { kind: 'carry', replica: carol, payload: opening });
    expect(device.sent).toEqual([
      { to: carol, message: { kind: 'carried', replica: ann, payload: opening } },
    ]);
  });

  it.each(['without a link to it', 'without room for it'])('reports an undelivered payload %s', (why) => {
    const device = new Bob();
    device.link(ann);
    if (why.includes('room')) device.link(carol);
    device.sent.length = 0;
    device.hasRoom = false;
    device.relays.receive(ann, { kind: 'carry', replica: carol, payload: opening });
    expect(device.sent.at(-1)).toEqual({ to: ann, message: { kind: 'undelivered', replica: carol } });
  });

  it('relays only for direct neighbours', () => {
    const device = new Bob();
    device.link(carol);
    device.sent.length = 0;
    device.relays.receive(ann, { kind: 'carry', replica: carol, payload: opening });
    expect(device.sent).toEqual([]);
  });

  it('accepts a channel from the lower replica id, if the relay has announced a link to it', () => {
    const device = new Bob();
    device.link(carol);
    device.relays.receive(carol, { kind: 'carried', replica: ann, payload: opening });
    expect(device.opened).toEqual([]);
    device.relays.receive(carol, { kind: 'neighbours', replicas: [ann, bob] });
    device.relays.receive(carol, { kind: 'carried', replica: ann, payload: opening });
    expect(device.opened).toEqual(['responder']);
  });

  it('rejects a channel at once while it has a direct link to the sender, so that the sender retries soon', () => {
    const device = new Bob();
    device.link(carol);
    device.link(ann);
    device.relays.receive(carol, { kind: 'neighbours', replicas: [ann, bob] });
    device.relays.receive(carol, { kind: 'carried', replica: ann, payload: opening });
    expect(device.opened).toEqual([]);
    expect(device.toldOf('carry')).toEqual([
      { to: carol, message: { kind: 'carry', replica: ann, payload: closingOf(channel) } },
    ]);
    expect(readRelayMessage(closingOf(channel))).toEqual({ kind: 'close', channel });
  });

  it('waits for a direct connection before it opens a relayed one', async () => {
    const device = new Bob();
    device.link(ann);
    device.relays.receive(ann, { kind: 'neighbours', replicas: [bob, carol] });
    await device.clock.advance(relayAfterMs - 1);
    expect(device.opened).toEqual([]);
    await device.clock.advance(1);
    expect(device.opened).toEqual(['initiator']);
    expect(device.toldOf('carry')).toHaveLength(1);
  });

  it('bounds the number of relayed links', async () => {
    const device = new Bob();
    device.link(ann);
    const replicas = Array.from({ length: maxRelayedLinks + 20 }, (_, at) => replicaId(`x${at}`));
    device.relays.receive(ann, { kind: 'neighbours', replicas });
    await device.clock.advance(relayAfterMs);
    expect(device.opened).toHaveLength(maxRelayedLinks);
  });

  it('opens no relayed link once a direct one exists, or no neighbour has a link to the peer', async () => {
    const device = new Bob();
    device.link(ann);
    device.relays.receive(ann, { kind: 'neighbours', replicas: [bob, carol] });
    await device.clock.advance(relayAfterMs - 1);
    device.link(carol);
    await device.clock.advance(10_000);
    expect(device.opened).toEqual([]);
    device.relays.unlinked(carol);
    device.relays.receive(ann, { kind: 'neighbours', replicas: [bob] });
    await device.clock.advance(10_000);
    expect(device.opened).toEqual([]);
    expect(device.clock.pending).toBe(0);
  });
});
