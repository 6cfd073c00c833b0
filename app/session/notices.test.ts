import { expect, test } from 'vitest';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { Notices, networkNoticeText } from './notices.ts';
import { maxNotices } from './view/view.ts';

test('numbers go on while the oldest are dropped', () => {
  const notices = new Notices();
  for (let count = 1; count <= maxNotices + 3; count += 1) notices.add({ type: 'local', why: `${count}` });
  expect(notices.latest()).toHaveLength(maxNotices);
  expect(notices.latest()[0]?.number).toBe(4);
  expect(notices.latest().at(-1)).toEqual({ number: maxNotices + 3, kind: { type: 'local', why: '23' } });
});

test('a peer that is refused again and again is told once, another failure is told too', () => {
  const notices = new Notices();
  notices.add({ type: 'peer', why: 'wrong invite' });
  const before = notices.latest();
  notices.add({ type: 'peer', why: 'wrong invite' });
  expect(notices.latest()).toBe(before);
  notices.add({ type: 'peer', why: 'older version' });
  expect(notices.latest()).toHaveLength(2);
});

test('each refusal is told, also the same twice', () => {
  const notices = new Notices();
  const refused = { type: 'refused', command: 'task/claim', reason: 'already-claimed' } as const;
  notices.add(refused);
  notices.add(refused);
  expect(notices.latest().map((notice) => notice.number)).toEqual([1, 2]);
});

test('what goes wrong with another device is told by its name, with what is safe and what to do', () => {
  const ada = replicaId('ada-1');
  const text = (notice: Parameters<typeof networkNoticeText>[0]) =>
    networkNoticeText(notice, (id) => `<${id}>`);
  expect(text({ type: 'refused', why: 'It has another invite.' })).toBe('It has another invite.');
  expect(text({ type: 'unreachable', why: 'No network.' })).toBe('No network.');
  expect(text({ type: 'version', theirs: 7 })).toMatch(/protocol 7.*Nothing is lost.*Update/);
  expect(text({ type: 'garbage', from: ada, problem: 'empty', count: 1 })).toMatch(/^<ada-1> .*\(empty\)/);
  expect(text({ type: 'unsent', to: ada, why: 'closed' })).toMatch(/<ada-1>.*\(closed\)/);
});
