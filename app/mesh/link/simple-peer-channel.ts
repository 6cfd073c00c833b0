/** A {@link Channel} over simple-peer. */

import SimplePeer from 'simple-peer';
import * as v from 'valibot';
import { type Channel, type ChannelListener, channelSignalSchema } from './channel.ts';
import { lowWaterBytes } from './send-queue.ts';

/**
 * No servers but those that a person named: by default simple-peer asks public ones, which would tell strangers
 * who is on the board.
 */
const noIceServers: RTCConfiguration = { iceServers: [] };

export function simplePeerChannel(initiator: boolean, listener: ChannelListener): Channel {
  const peer = newPeer(initiator);
  if (peer instanceof Error) return deadChannel(peer.message, listener);
  let closed = false;
  let lastError = 'closed';

  peer.on('signal', (signal) => {
    // What is not in the schema (a wish to renegotiate) has no meaning for a connection that never changes.
    const checked = v.safeParse(channelSignalSchema, plain(signal));
    if (!closed && checked.success) listener.signal(checked.output);
  });
  peer.on('connect', () => {
    if (closed) return;
    whenDrained(peer, () => {
      if (!closed) listener.drained();
    });
    listener.open();
  });
  peer.on('data', (data) => {
    if (!closed) listener.message(data instanceof Uint8Array ? bytesOf(data) : undefined);
  });
  peer.on('error', (error) => {
    lastError = error.message;
  });
  // Comes after `error`, if there is one, and always once.
  peer.on('close', () => {
    if (closed) return;
    closed = true;
    listener.closed(lastError);
  });

  /** simple-peer throws where its end has gone in the meantime; `close` tells of that end. */
  const guarded = (act: () => void) => {
    if (closed) return;
    try {
      act();
    } catch (error) {
      lastError = error instanceof Error ? error.message : String(error);
      peer.destroy();
    }
  };

  return {
    signal: (signal) => guarded(() => peer.signal(signal)),
    send: (message) => guarded(() => peer.send(message)),
    bufferedBytes: () => peer.bufferSize,
    destroy: () => {
      closed = true;
      peer.destroy();
    },
  };
}

/** @returns the error where there is no WebRTC at all (a hardened browser, an old one). */
function newPeer(initiator: boolean): SimplePeer | Error {
  try {
    return new SimplePeer({ initiator, trickle: true, objectMode: true, config: noIceServers });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function deadChannel(why: string, listener: ChannelListener): Channel {
  let destroyed = false;
  queueMicrotask(() => {
    if (!destroyed) listener.unavailable(why);
  });
  const nothing = () => undefined;
  return {
    signal: nothing,
    send: nothing,
    bufferedBytes: () => 0,
    destroy: () => {
      destroyed = true;
    },
  };
}

/** The browser's own objects (RTCIceCandidate) as plain data. */
function plain(signal: unknown): unknown {
  return JSON.parse(JSON.stringify(signal));
}

/** simple-peer hands over its own `Buffer`, whose methods differ from those of the Uint8Array that it extends. */
function bytesOf(data: Uint8Array): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/**
 * simple-peer tells of a drained channel only those who write by its stream, whose timers stand still in a hidden tab.
 * So this listens to the data channel itself; where it cannot, the link's pulse fills the channel.
 */
function whenDrained(peer: SimplePeer, drained: () => void): void {
  const channel: unknown = Reflect.get(peer, '_channel');
  if (typeof RTCDataChannel === 'undefined' || !(channel instanceof RTCDataChannel)) return;
  channel.bufferedAmountLowThreshold = lowWaterBytes;
  channel.addEventListener('bufferedamountlow', drained);
}
