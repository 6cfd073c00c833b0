import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { linkCode, linkCodeBytes, offerOf, proofOf, readLinkCode } from './link-code.ts';

const [anna, ben, mallory] = ['anna', 'ben', 'mallory'].map(replicaId) as [never, never, never];
const code = linkCode(Uint8Array.from({ length: linkCodeBytes }, (_, at) => at * 7));

describe('a code to link a device', () => {
  it('has 60 random bits in three groups, and is read as it is shown', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: linkCodeBytes, maxLength: linkCodeBytes }), (random) => {
        const made = linkCode(random);
        expect(made).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
        expect(readLinkCode(made)).toBe(made);
      }),
    );
    const last = Uint8Array.from({ length: linkCodeBytes }, (_, at) => (at === linkCodeBytes - 1 ? 31 : 0));
    expect(linkCode(last)).toBe('0000-0000-000Z');
  });

  it.each([
    ['in lower case without its dashes', '0123456789ab', '0123-4567-89AB'],
    ['with spaces and other dashes', ' 0123 – 4567\u00a089ab\n', '0123-4567-89AB'],
    ['with letters that look like digits', 'oOiIlL000000', '0011-1100-0000'],
    ['in full-width letters', '０１２３４５６７８９ＡＢ', '0123-4567-89AB'],
  ])('is read %s', (_, entered, expected) => {
    expect(readLinkCode(entered)).toBe(expected);
  });

  it.each([['', '0123-4567-89A', '0123-4567-89ABC', '0123-4567-89AU', '0123-4567-89A!', '0'.repeat(10_000)]])(
    'is not read from anything else',
    (...texts) => {
      for (const text of texts) expect(readLinkCode(text)).toBeUndefined();
    },
  );

  it('gives hashes that differ for each device and each use', () => {
    const hashes = [
      offerOf(code, anna),
      offerOf(code, mallory),
      offerOf('0000-0000-0000', anna),
      proofOf(code, anna, ben),
      proofOf(code, ben, anna),
      proofOf(code, mallory, ben),
      proofOf(code, anna, mallory),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
    for (const hash of hashes) expect(hash).toMatch(/^[\w-]{43}$/);
  });
});
