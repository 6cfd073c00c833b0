/**
 * An untrusted channel to one peer, narrow enough for a test double: ordered, and reliable unless an attacker
 * interferes. Identity, secrecy and integrity come from `secure-channel.ts`.
 *
 * `simple-peer-channel.ts` is a WebRTC data channel; `relay-channel.ts` goes through another member.
 */

import * as v from 'valibot';

/** Characters of a session description, at most; that of a single data channel has about 600. */
export const maxDescriptionLength = 16 * 1024;

const candidate = v.strictObject({
  candidate: v.pipe(v.string(), v.maxLength(1024)),
  sdpMid: v.nullish(v.pipe(v.string(), v.maxLength(64))),
  sdpMLineIndex: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff))),
  usernameFragment: v.nullish(v.pipe(v.string(), v.maxLength(256))),
});

/** Signals that two ends exchange through a signaling server in order to connect. */
export const channelSignalSchema = v.variant('type', [
  v.strictObject({
    type: v.picklist(['offer', 'answer']),
    sdp: v.pipe(v.string(), v.maxLength(maxDescriptionLength)),
  }),
  v.strictObject({ type: v.literal('candidate'), candidate }),
]);

export type ChannelSignal = v.InferOutput<typeof channelSignalSchema>;

export interface Channel {
  /** Processes a signal of the other end. Never throws; an invalid one closes the channel. */
  signal(signal: ChannelSignal): void;
  /** Sends one message of at most `maxSealedBytes`, in order. Never throws; a failure closes the channel. */
  send(message: Uint8Array): void;
  /** Bytes that were sent and have not left yet. */
  bufferedBytes(): number;
  /** Closes the connection without further callbacks. */
  destroy(): void;
}

export interface ChannelListener {
  /** To be sent to the other end. */
  signal(signal: ChannelSignal): void;
  open(): void;
  /** Undefined for a message that is not bytes. */
  message(message: Uint8Array | undefined): void;
  /** There is room again after `bufferedBytes()` was high. */
  drained(): void;
  /** Called once, as the last callback. `why` is for a log. */
  closed(why: string): void;
  /** As {@link closed}: connections are impossible on this device. */
  unavailable(why: string): void;
}

/** Creates one end of a connection; the `initiator` makes the offer. The listener is not called before this returns. */
export type CreateChannel = (initiator: boolean, listener: ChannelListener) => Channel;
