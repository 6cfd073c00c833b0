/**
 * The mesh's view of one way for messages to one peer, narrow enough for a test to play it: ordered, reliable as long as nobody
 * interferes, and trusted with nothing. The peer's identity, secrecy and integrity are the concern of
 * `secure-channel.ts`.
 *
 * `simple-peer-channel.ts` is a WebRTC data channel; `relay-channel.ts` goes by way of a third member.
 */

import * as v from 'valibot';

/** Characters of a session description, at most; those of a single data channel have about 600. */
export const maxDescriptionLength = 16 * 1024;

const candidate = v.strictObject({
  candidate: v.pipe(v.string(), v.maxLength(1024)),
  sdpMid: v.nullish(v.pipe(v.string(), v.maxLength(64))),
  sdpMLineIndex: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff))),
  usernameFragment: v.nullish(v.pipe(v.string(), v.maxLength(256))),
});

/** What two ends tell each other, by way of a signaling server, to find a way to connect. */
export const channelSignalSchema = v.variant('type', [
  v.strictObject({
    type: v.picklist(['offer', 'answer']),
    sdp: v.pipe(v.string(), v.maxLength(maxDescriptionLength)),
  }),
  v.strictObject({ type: v.literal('candidate'), candidate }),
]);

export type ChannelSignal = v.InferOutput<typeof channelSignalSchema>;

export interface Channel {
  /** Takes what the other end said. Never throws; what makes no sense closes the channel. */
  signal(signal: ChannelSignal): void;
  /** Sends one message of at most `maxSealedBytes`, in order. Never throws; failing closes the channel. */
  send(message: Uint8Array): void;
  /** What was sent and has not left yet, bytes. */
  bufferedBytes(): number;
  /** Lets go of the connection. Nothing is called back any more. */
  destroy(): void;
}

export interface ChannelListener {
  /** To be carried to the other end. */
  signal(signal: ChannelSignal): void;
  open(): void;
  /** Undefined stands for something that is not bytes. */
  message(message: Uint8Array | undefined): void;
  /** There is room for more, after `bufferedBytes()` was high. */
  drained(): void;
  /** Once, and nothing after it. `why` is for a log. */
  closed(why: string): void;
  /** As {@link closed}: nothing here can connect to anyone at all. */
  unavailable(why: string): void;
}

/** Makes one end of a connection; `initiator` has the first word. Its listener is not called before it returns. */
export type CreateChannel = (initiator: boolean, listener: ChannelListener) => Channel;
