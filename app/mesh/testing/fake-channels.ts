/** In-memory data channels: offers and answers pair them, a clock delivers their messages. */

import type { Clock } from '../../clock/clock.ts';
import type { Channel, ChannelListener, ChannelSignal, CreateChannel } from '../link/channel/channel.ts';

export const channelLatencyMs = 5;

export class FakeChannel implements Channel {
  readonly initiator: boolean;
  readonly listener: ChannelListener;
  readonly sent: Uint8Array[] = [];
  destroyed = false;
  other: FakeChannel | undefined;
  /** Drops everything sent, past and future, without a callback: a pulled cable. */
  mute = false;
  /** Overrides bufferedBytes(), as on a slow network. */
  buffered: number | undefined;
  readonly #net: FakeChannels;
  readonly #name: string;

  constructor(net: FakeChannels, name: string, initiator: boolean, listener: ChannelListener) {
    this.#net = net;
    this.#name = name;
    this.initiator = initiator;
    this.listener = listener;
    if (initiator) this.#signal('offer');
  }

  signal(signal: ChannelSignal): void {
    if (this.destroyed || signal.type === 'candidate') return;
    const other = this.#net.find(signal.sdp);
    if (other === undefined || other.destroyed) return;
    // A paired channel answers no other, as it has other keys.
    if (other.other !== undefined && other.other !== this) return;
    this.other = other;
    if (signal.type === 'offer') {
      this.#signal('answer');
      return;
    }
    if (this.#net.isBlocked(this, other)) return;
    this.#later(() => this.listener.open());
    other.#later(() => other.listener.open());
  }

  send(message: Uint8Array): void {
    if (this.destroyed) return;
    const copy = message.slice();
    this.sent.push(copy);
    this.deliver(copy);
  }

  /** Delivers bytes (or a value that is not bytes) to the other end as if this one had sent them. */
  deliver(message: Uint8Array | undefined): void {
    const other = this.other;
    if (this.mute || other === undefined || other.mute) return;
    other.#later(() => other.listener.message(message));
  }

  bufferedBytes(): number {
    return this.buffered ?? 0;
  }

  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    const other = this.other;
    if (other !== undefined && !this.mute && !other.mute)
      other.#later(() => other.close('closed by the other end'));
  }

  /** As when the browser detects the loss. */
  close(why: string): void {
    if (this.destroyed) return;
    this.destroyed = true;
    this.listener.closed(why);
  }

  #later(act: () => void): void {
    this.#net.clock.after(channelLatencyMs, () => {
      if (!this.destroyed) act();
    });
  }

  #signal(type: 'offer' | 'answer'): void {
    const sdp = `${this.#name}\r\n`;
    this.#later(() => this.listener.signal({ type, sdp }));
    if (!this.#net.hasAddresses) return;
    const candidate = { candidate: `candidate:1 1 udp 1 ${this.#name}.local 9 typ host`, sdpMid: '0' };
    this.#later(() => this.listener.signal({ type: 'candidate', candidate }));
  }
}

export class FakeChannels {
  readonly clock: Clock;
  readonly all: FakeChannel[] = [];
  /** No two ends can connect. */
  blocked = false;
  /** Pairs of owners that cannot connect to each other ({@link createFor}). */
  readonly cuts = new Set<string>();
  /** False for a browser that may not gather its addresses. */
  hasAddresses = true;
  readonly #byName = new Map<string, FakeChannel>();
  readonly #owners = new Map<FakeChannel, string>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  readonly create: CreateChannel = (initiator, listener) => this.createFor('')(initiator, listener);

  /** Channels of one device. */
  createFor(owner: string): CreateChannel {
    return (initiator, listener) => {
      const name = `channel${this.all.length}`;
      const channel = new FakeChannel(this, name, initiator, listener);
      this.all.push(channel);
      this.#byName.set(name, channel);
      this.#owners.set(channel, owner);
      return channel;
    };
  }

  /** Cuts the cable between two devices: nothing is delivered any more, without a callback. */
  cut(a: string, b: string): void {
    this.cuts.add(pairOf(a, b));
    for (const channel of this.all) {
      if (channel.other === undefined || !this.isBlocked(channel, channel.other)) continue;
      channel.mute = true;
    }
  }

  /** Messages that the channels between two devices have sent. */
  sentBetween(a: string, b: string): number {
    let count = 0;
    for (const channel of this.all) {
      const { other } = channel;
      const owners = [
        this.#owners.get(channel) ?? '',
        other === undefined ? '' : (this.#owners.get(other) ?? ''),
      ];
      if (owners.includes(a) && owners.includes(b)) count += channel.sent.length;
    }
    return count;
  }

  /** Makes a cut pair connectable again. */
  heal(a: string, b: string): void {
    this.cuts.delete(pairOf(a, b));
  }

  isBlocked(one: FakeChannel, other: FakeChannel): boolean {
    const [a = '', b = ''] = [this.#owners.get(one), this.#owners.get(other)];
    return this.blocked || this.cuts.has(pairOf(a, b));
  }

  get open(): readonly FakeChannel[] {
    return this.all.filter((channel) => !channel.destroyed);
  }

  find(sdp: string): FakeChannel | undefined {
    return this.#byName.get(sdp.split('\r\n')[0] ?? '');
  }
}

function pairOf(a: string, b: string): string {
  return [a, b].sort().join(' ');
}
