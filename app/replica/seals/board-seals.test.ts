import { describe, expect, it } from 'vitest';
import { boardSecretBytes } from '#shared/invite/invite.ts';
import { readSeal, writeSeal } from '#shared/invite/keys/command-seal.ts';
import { type DeviceIdentity, deviceIdentity } from '#shared/invite/keys/device-key.ts';
import { deriveKeys, viewSecretOf } from '#shared/invite/keys/keys.ts';
import { type Group, noDigest } from '#shared/paxos/model/entry.ts';
import { chained, groupDigest } from '#shared/wire/group-digest.ts';
import { BoardSeals } from './board-seals.ts';
import { type Ed25519, nobleEd25519 } from './ed25519.ts';

const identityOf = (byte: number) => deviceIdentity(new Uint8Array(32).fill(byte));
const [ada, mallory] = [identityOf(1), identityOf(2)];
const secretOf = (byte: number) => new Uint8Array(boardSecretBytes).fill(byte);
const keys = deriveKeys(secretOf(7));
const ed25519 = nobleEd25519(queueMicrotask, () => 0);
const sealsOf = (identity: DeviceIdentity, board = keys, by: Ed25519 = ed25519) =>
  new BoardSeals({ identity, keys: board, ed25519: by });

const text = (words: string) => new TextEncoder().encode(words);

function sealed(
  seals: BoardSeals,
  origin: string,
  first: number,
  words: string[],
  previous = noDigest,
): Group {
  let made: readonly Group[] = [];
  const drafts = [{ origin: origin as Group['origin'], first, bodies: words.map(text) }];
  seals.seal({ drafts, previous }, (groups) => {
    made = groups;
  });
  const [group] = made;
  if (group === undefined) throw new Error('not at once');
  return group;
}

/** Verifies without a cache. */
function isRight(group: Group, board = keys): boolean {
  let answer: boolean | undefined;
  sealsOf(identityOf(9), board).check([group], (is) => {
    answer = is;
  });
  if (answer === undefined) throw new Error('not at once');
  return answer;
}

/** The group with changed content, and the digest that a reader computes for it. */
function changed(group: Group, change: Partial<Group>): Group {
  const said = { ...group, ...change };
  return { ...said, digest: groupDigest(said, said.previous) };
}

const first = sealed(sealsOf(ada), ada.replica, 1, ['one', 'two']);
const second = sealed(sealsOf(ada), ada.replica, 3, ['three'], first.digest);

describe('a group signed by its origin', () => {
  it('is accepted by every member of the board', () => {
    expect([first, second].map((group) => isRight(group))).toEqual([true, true]);
    expect(isRight(first, deriveKeys(viewSecretOf(secretOf(7))))).toBe(true);
  });

  it('is chained to the previous one, several at once', () => {
    let groups: readonly Group[] = [];
    const drafts = [1, 2].map((number) => ({ origin: ada.replica, first: number, bodies: [text('x')] }));
    sealsOf(ada).seal({ drafts, previous: noDigest }, (made) => {
      groups = made;
    });
    expect(groups[1]?.previous).toEqual(groups[0]?.digest);
    expect(groups.every((group) => isRight(group))).toBe(true);
  });
});

describe('a group not signed by its origin', () => {
  const seal = (of: Group) => readSeal(of) ?? expect.fail('no seal');
  const byMallory = (origin: string, number: number) => sealed(sealsOf(mallory), origin, number, ['forged']);

  it.each<[string, () => Group]>([
    ['in another’s name', () => byMallory(ada.replica, 3)],
    ['in another’s name, as its first', () => byMallory(ada.replica, 1)],
    [
      'in another’s name, with that one’s key and a signature of one’s own',
      () => {
        const group = byMallory(ada.replica, 3);
        const { signature } = seal(sealed(sealsOf(mallory), mallory.replica, 3, ['forged']));
        return { ...group, seal: writeSeal({ deviceKey: ada.deviceKey, signature }) };
      },
    ],
    ['with another’s commands as one’s own', () => changed(second, { origin: mallory.replica })],
    ['with other words', () => changed(second, { bodies: [text('THREE')] })],
    ['with a command more', () => changed(second, { bodies: [text('three'), text('four')] })],
    ['with a command less', () => changed(first, { bodies: [text('one')] })],
    ['with its commands in another order', () => changed(first, { bodies: [text('two'), text('one')] })],
    ['with its commands cut elsewhere', () => changed(first, { bodies: [text('onetwo'), text('')] })],
    ['under another number', () => changed(second, { first: 4 })],
    ['behind another group', () => changed(second, { previous: noDigest })],
    ['with the seal of another of the same origin', () => ({ ...second, seal: first.seal })],
    ['with a seal cut short', () => ({ ...second, seal: second.seal.subarray(1) })],
    [
      'with a flipped bit in its signature',
      () => ({ ...second, seal: second.seal.with(40, (second.seal[40] ?? 0) ^ 1) }),
    ],
    [
      'as the first of a key that nobody let on the board',
      () => {
        const stranger = sealsOf(mallory, deriveKeys(secretOf(8)));
        const elsewhere = seal(sealed(stranger, mallory.replica, 1, ['x']));
        const here = sealed(sealsOf(mallory), mallory.replica, 1, ['x']);
        return { ...here, seal: writeSeal({ ...seal(here), admission: elsewhere.admission ?? noDigest }) };
      },
    ],
    [
      'as the first of a key, with what let another key on the board',
      () => {
        const here = sealed(sealsOf(mallory), mallory.replica, 1, ['x']);
        return { ...here, seal: writeSeal({ ...seal(here), admission: seal(first).admission ?? noDigest }) };
      },
    ],
    [
      'as the first without what lets its key on the board',
      () => {
        const { deviceKey, signature } = seal(first);
        return { ...first, seal: writeSeal({ deviceKey, signature }) };
      },
    ],
  ])('is rejected: %s', (_, forge) => {
    expect(isRight(forge())).toBe(false);
  });

  it('is rejected on another board', () => {
    expect(isRight(second, deriveKeys(secretOf(8)))).toBe(false);
  });

  it('is rejected together with valid ones', () => {
    let answer: boolean | undefined;
    sealsOf(identityOf(9)).check([first, changed(second, { first: 4 }), second], (is) => {
      answer = is;
    });
    expect(answer).toBe(false);
  });

  it('is rejected with the seal of a group that was verified before', () => {
    const seals = sealsOf(identityOf(9));
    const answers: boolean[] = [];
    for (const group of [second, changed(second, { first: 4 }), second]) {
      seals.check([group], (is) => answers.push(is));
    }
    expect(answers).toEqual([true, false, true]);
  });
});

it('does not verify a verified or an own group again', () => {
  let checks = 0;
  const counting: Ed25519 = {
    sign: ed25519.sign,
    verify: (...[signature, signed, key, answer]) => {
      checks += 1;
      ed25519.verify(signature, signed, key, answer);
    },
  };
  const seals = sealsOf(ada, keys, counting);
  const own = sealed(seals, ada.replica, 1, ['own']);
  seals.check([own], () => undefined);
  expect(checks).toBe(0);
  for (let count = 0; count < 3; count += 1) seals.check([second], () => undefined);
  expect(checks).toBe(1);
});

it('a device with view access signs nothing', () => {
  const viewer = sealsOf(ada, deriveKeys(viewSecretOf(secretOf(7))));
  expect(() => sealed(viewer, ada.replica, 1, ['x'])).toThrow(/may only view/);
});

it('answers asynchronously in order, thousands at once, without a deep stack', async () => {
  const late: Ed25519 = {
    sign: (_text, _key, answer) => answer(new Uint8Array(64)),
    verify: (_signature, _text, _key, answer) => queueMicrotask(() => answer(true)),
  };
  const groups = chained(
    Array.from({ length: 2000 }, (_, at) => ({ origin: ada.replica, first: at + 2, bodies: [text('x')] })),
    noDigest,
    () => second.seal,
  );
  const answers = await Promise.all(
    [late, { ...late, verify: (...[, , , answer]: Parameters<Ed25519['verify']>) => answer(true) }].map(
      (by) => new Promise((resolve) => sealsOf(mallory, keys, by).check(groups, resolve)),
    ),
  );
  expect(answers).toEqual([true, true]);
});
