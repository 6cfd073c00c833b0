import { describe, expect, it } from 'vitest';
import { replicaId } from '../model/ids.ts';
import { Outflow, waitTicks } from './outflow.ts';

const b = replicaId('b');
const limits = { maxInFlightBytes: 1_000, markBytes: 100, resendTicks: 10 };

function linked(): Outflow {
  const outflow = new Outflow(limits);
  outflow.up(b, 0);
  return outflow;
}

describe('the outflow to a peer', () => {
  it('is bounded, and regains room on arrival', () => {
    const outflow = linked();
    const first = outflow.noteSent(b, 600, 1);
    expect(outflow.hasRoom(b)).toBe(true);
    outflow.noteSent(b, 600, 1);
    expect(outflow.hasRoom(b)).toBe(false);
    outflow.noteArrived(b, first ?? 0, 2);
    expect(outflow.hasRoom(b)).toBe(true);
  });

  it('is marked after enough bytes, and has arrived once the mark after it is answered', () => {
    const outflow = linked();
    expect(outflow.noteSent(b, 60, 1)).toBeUndefined();
    const mark = outflow.noteSent(b, 60, 1);
    const ticket = outflow.ticket(b);
    expect(outflow.hasArrived(b, ticket)).toBe(false);
    outflow.noteArrived(b, mark ?? 0, 5);
    expect(outflow.hasArrived(b, ticket)).toBe(true);
    expect(outflow.arrivedTick(b)).toBe(5);
  });

  it('delays replies from two marks’ worth', () => {
    const outflow = linked();
    outflow.noteSent(b, 199, 1);
    expect(outflow.isBusy(b)).toBe(false);
    outflow.noteSent(b, 1, 1);
    expect(outflow.isBusy(b)).toBe(true);
    outflow.noteRead(b, outflow.ticket(b));
    expect(outflow.isBusy(b)).toBe(false);
  });

  it('has also arrived if a later mark is answered, or the peer shows that it has read it', () => {
    const outflow = linked();
    outflow.noteSent(b, 200, 1);
    const early = outflow.ticket(b);
    const late = outflow.noteSent(b, 200, 1);
    outflow.noteArrived(b, late ?? 0, 2);
    expect(outflow.hasArrived(b, early)).toBe(true);
    outflow.noteSent(b, 200, 3);
    outflow.noteRead(b, outflow.ticket(b));
    expect(outflow.isClear(b)).toBe(true);
    expect(outflow.overdue(1_000)).toEqual([]);
  });

  it('is probed again after waits that double, up to sixteen times the first', () => {
    const outflow = linked();
    outflow.noteSent(b, 200, 0);
    const at: number[] = [];
    for (let tick = 1; tick <= 700; tick += 1) if (outflow.overdue(tick).length > 0) at.push(tick);
    expect(at).toEqual([10, 30, 70, 150, 310, 470, 630]);
    expect(waitTicks(10, 99)).toBe(160);
  });

  it('is reset on link-down, and a reply to an unknown mark is ignored', () => {
    const outflow = linked();
    const mark = outflow.noteSent(b, 2_000, 0);
    outflow.noteArrived(b, (mark ?? 0) + 1, 1);
    expect(outflow.isClear(b)).toBe(false);
    outflow.down(b);
    expect(outflow.isClear(b)).toBe(true);
    expect(outflow.noteSent(b, 2_000, 2)).toBeUndefined();
    outflow.up(b, 2);
    expect(outflow.isClear(b)).toBe(true);
    outflow.noteArrived(b, mark ?? 0, 3);
    expect(outflow.hasRoom(b)).toBe(true);
  });
});
