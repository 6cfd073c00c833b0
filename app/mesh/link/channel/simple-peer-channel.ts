/** A {@link Channel} over simple-peer. */

import SimplePeer from 'simple-peer';
import * as v from 'valibot';
import { lowWaterBytes } from '../send-queue.ts';
import { type Channel, type ChannelListener, channelSignalSchema } from './channel.ts';

/** No servers: by default simple-peer uses public ones, which would reveal the members of the board to strangers. */
const noIceServers: RTCConfiguration = { iceServers: [] };

export function simplePeerChannel(initiator: boolean, listener: ChannelListener): Channel {
  const peer = newPeer(initiator);
  if (peer instanceof Error) return deadChannel(peer.message, listener);
  let closed = false;
  let lastError = 'closed';

  peer.on('signal', (signal) => {
    // Signals outside the schema (renegotiation) have no meaning for a connection that never changes.
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
  onMessage(peer, (data) => {
    if (!closed) listener.message(data instanceof Uint8Array ? bytesOf(data) : undefined);
  });
  peer.on('error', (error) => {
    lastError = error.message;
  });
  // Follows `error`, if there is one, and is emitted once.
  peer.on('close', () => {
    if (closed) return;
    closed = true;
    listener.closed(lastError);
  });

  /** simple-peer throws after its end; `close` reports that end. */
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

/** @returns the error if WebRTC is unavailable (a hardened browser, an old one). */
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

/** Converts the browser's objects (RTCIceCandidate) to plain data. */
function plain(signal: unknown): unknown {
  return JSON.parse(JSON.stringify(signal));
}

/** simple-peer passes its own `Buffer`, whose methods differ from those of the Uint8Array that it extends. */
function bytesOf(data: Uint8Array): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/**
 * simple-peer hands each message to its readable stream, which sets two timers for each of them. Nothing here pauses the
 * stream or reads it later, so this takes the messages before it.
 */
function onMessage(peer: SimplePeer, received: (data: unknown) => void): void {
  const endStream = peer.push.bind(peer);
  peer.push = (data) => {
    if (data === null) return endStream(null);
    received(data);
    return true;
  };
}

/**
 * simple-peer reports a drained channel only through its stream, whose timers stop in a hidden tab. So this listens to
 * the data channel itself; if that is unavailable, the link's pulse refills the channel.
 */
function whenDrained(peer: SimplePeer, drained: () => void): void {
  const channel: unknown = Reflect.get(peer, '_channel');
  if (typeof RTCDataChannel === 'undefined' || !(channel instanceof RTCDataChannel)) return;
  channel.bufferedAmountLowThreshold = lowWaterBytes;
  channel.addEventListener('bufferedamountlow', drained);
}
