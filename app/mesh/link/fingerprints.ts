/** What only the two ends of one WebRTC connection share: the certificates that both encrypt for. */

import type { ChannelSignal } from './channel.ts';

/** Characters of a fingerprint that are used: SHA-256 and its name have 103. */
const maxFingerprintLength = 120;

export class Fingerprints {
  #offered = '';
  #answered = '';

  /** @param signal that this end sent or got. */
  note(signal: ChannelSignal): void {
    if (signal.type === 'offer') this.#offered = fingerprint(signal.sdp);
    if (signal.type === 'answer') this.#answered = fingerprint(signal.sdp);
  }

  /** Fit for a handshake (`Transcript.channelBinding`). */
  binding(): Uint8Array {
    return new TextEncoder().encode(`${this.#offered} ${this.#answered}`);
  }
}

/** The certificate that a description announces; the peers encrypt for it. Empty if it names none. */
function fingerprint(sdp: string): string {
  const [, value = ''] = /^a=fingerprint:([\w :-]+)/m.exec(sdp) ?? [];
  return value.trim().slice(0, maxFingerprintLength);
}
