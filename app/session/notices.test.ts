import { expect, test } from 'vitest';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { Notices, peerNotice } from './notices.ts';
import { maxNotices } from './view/view.ts';

test('numbers increase while the oldest are dropped', () => {
  const notices = new Notices();
  for (let count = 1; count <= maxNotices + 3; count += 1) notices.add({ type: 'local', refusal: 'stopped' });
  expect(notices.latest()).toHaveLength(maxNotices);
  expect(notices.latest()[0]?.number).toBe(4);
  expect(notices.latest().at(-1)).toEqual({
    number: maxNotices + 3,
    kind: { type: 'local', refusal: 'stopped' },
  });
});

test('a peer that is refused repeatedly is reported once, another failure is reported, too', () => {
  const notices = new Notices();
  notices.add({ type: 'peer', notice: { type: 'version', theirs: 7 } });
  const before = notices.latest();
  notices.add({ type: 'peer', notice: { type: 'version', theirs: 7 } });
  expect(notices.latest()).toBe(before);
  notices.add({ type: 'peer', notice: { type: 'version', theirs: 6 } });
  expect(notices.latest()).toHaveLength(2);
});

test('each refusal is reported, also the same one twice', () => {
  const notices = new Notices();
  const refused = { type: 'refused', command: 'task/claim', reason: 'already-claimed' } as const;
  notices.add(refused);
  notices.add(refused);
  expect(notices.latest().map((notice) => notice.number)).toEqual([1, 2]);
});

test('a notice about another device has its name in place of its id', () => {
  const ada = replicaId('ada-1');
  const named = (notice: Parameters<typeof peerNotice>[0]) => peerNotice(notice, (id) => `<${id}>`);
  expect(named({ type: 'version', theirs: 7 })).toEqual({ type: 'version', theirs: 7 });
  const garbage = named({ type: 'garbage', from: ada, problem: 'empty', count: 1 });
  expect(garbage).toEqual({ type: 'garbage', name: '<ada-1>', problem: 'empty' });
  expect(named({ type: 'overreach', from: ada })).toEqual({ type: 'overreach', name: '<ada-1>' });
  const unsent = named({ type: 'unsent', to: ada, why: 'closed' });
  expect(unsent).toEqual({ type: 'unsent', name: '<ada-1>', problem: 'closed' });
});
