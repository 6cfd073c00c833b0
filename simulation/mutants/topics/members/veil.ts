/** Mistakes in the veil over the commands that witnesses get: what it hides, and what comes back from under it. */

import { type Mutant, oneEdit } from '../../mutant.ts';

const file = 'replica/members/veil.ts';

function one(name: string, find: string, replace: string): Mutant {
  return oneEdit(name, file, find, replace);
}

export const veilMutants: readonly Mutant[] = [
  one(
    'a witness learns decisions in the clear',
    "    case 'propose':\n    case 'learned':",
    "    case 'propose':",
  ),
  one(
    'a witness gets proposals in the clear',
    "    case 'propose':\n    case 'learned':",
    "    case 'learned':",
  ),
  one(
    'a submission that a witness forwards is in the clear',
    'return { ...message, groups: message.groups.map(change) };',
    'return message;',
  ),
  one(
    'what a witness promises stays sealed',
    'accepted: message.accepted.map(({ entry, ...accepted }) => ({ ...accepted, entry: entryOf(entry) })),',
    'accepted: message.accepted,',
  ),
  one(
    'only the first command of a group is sealed',
    'bodies.map((_, at) => (at === 0 ? sealed : nothing))',
    'bodies.map((body, at) => (at === 0 ? sealed : body))',
  ),
  one(
    'each member seals a group to bytes of its own',
    'hmac(sha256, this.#key, digest).subarray(0, sealNonceBytes);',
    'Uint8Array.from({ length: sealNonceBytes }, () => Math.random() * 256);',
  ),
  one(
    'a sealed group keeps the digest of the clear one',
    'seal: group.seal, digest: groupDigest(veiled, previous) };',
    'seal: group.seal, digest: group.digest };',
  ),
  one(
    'an opened group keeps the digest of the sealed one',
    'seal: group.seal, digest: groupDigest(draft, previous) };',
    'seal: group.seal, digest: group.digest };',
  ),
  one(
    'an opened group has its first command only',
    'for (; parts.length < count; ) {',
    'for (; parts.length < Math.min(count, 1); ) {',
  ),
];
