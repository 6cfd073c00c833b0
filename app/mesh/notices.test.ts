import { describe, expect, it } from 'vitest';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { ManualClock } from '../clock/testing/manual-clock.ts';
import { NoticeGate, noticeOf, noticeRepeatMs } from './notices.ts';

describe('notices', () => {
  it('are not made of faults that heal by themselves', () => {
    expect(noticeOf({ type: 'lost', why: 'silence' })).toBeUndefined();
    expect(noticeOf({ type: 'noWay', why: 'timed out', hadCandidates: true })).toBeUndefined();
  });

  it('report a device that cannot connect to any other', () => {
    expect(noticeOf({ type: 'noWay', why: 'timed out', hadCandidates: false })).toMatchObject({
      type: 'unreachable',
    });
  });

  it('name the device if it is known', () => {
    const peer = { replica: replicaId('a'), name: 'Ann', access: 'edit' } as const;
    expect(noticeOf({ type: 'copy', peer })).toEqual({ type: 'copy', name: 'Ann' });
    expect(noticeOf({ type: 'garbage', why: '', peer })).toEqual({ type: 'unreadable', name: 'Ann' });
    expect(noticeOf({ type: 'dismissed', peer })).toEqual({ type: 'dismissed', by: 'Ann' });
    expect(noticeOf({ type: 'version', theirs: 3 })).toEqual({ type: 'version', theirs: 3 });
    expect(noticeOf({ type: 'unproven' })).toEqual({ type: 'unproven' });
  });

  it('pass once, and again after a while', async () => {
    const clock = new ManualClock();
    const gate = new NoticeGate(clock);
    const notice = { type: 'copy', name: 'Ann' } as const;
    expect([gate.passes(notice), gate.passes(notice)]).toEqual([true, false]);
    expect(gate.passes({ type: 'version', theirs: 2 })).toBe(true);
    await clock.advance(noticeRepeatMs);
    expect(gate.passes(notice)).toBe(true);
  });

  it('are remembered up to a bound', () => {
    const gate = new NoticeGate(new ManualClock());
    for (let theirs = 1; theirs <= 100; theirs += 1) gate.passes({ type: 'version', theirs });
    expect(gate.passes({ type: 'version', theirs: 100 })).toBe(false);
    expect(gate.passes({ type: 'version', theirs: 1 })).toBe(true);
  });
});
