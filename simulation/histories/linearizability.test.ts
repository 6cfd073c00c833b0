import { describe, expect, it } from 'vitest';
import type { Seen } from './history.ts';
import { checkRegister } from './linearizability.ts';
import type { Operation } from './operation.ts';

const maxSteps = 10_000;

const write = (value: string): Operation => ({ type: 'write', key: 'k', value });
const read: Operation = { type: 'read', key: 'k' };
const claim: Operation = { type: 'claim', key: 'k' };

function did(client: string, operation: Operation, began: number, ended: number, answer: string): Seen {
  return { client, incarnation: 0, operation, began, ended, answer };
}

function open(client: string, operation: Operation, began: number): Seen {
  return { client, incarnation: 0, operation, began };
}

describe('a linearizable history', () => {
  it('is a sequence of operations', () => {
    const history = [did('a', write('1'), 0, 1, 'was '), did('b', read, 2, 3, '1 ')];
    expect(checkRegister(history, maxSteps)).toBe('linearizable');
  });

  it('may order overlapping operations either way', () => {
    const oneFirst = [
      did('a', write('1'), 0, 10, 'was '),
      did('b', write('2'), 0, 10, 'was 1'),
      did('c', read, 11, 12, '2 '),
    ];
    expect(checkRegister(oneFirst, maxSteps)).toBe('linearizable');
    const twoFirst = [
      did('a', write('1'), 0, 10, 'was 2'),
      did('b', write('2'), 0, 10, 'was '),
      did('c', read, 11, 12, '1 '),
    ];
    expect(checkRegister(twoFirst, maxSteps)).toBe('linearizable');
  });

  it('may hold an open write that took effect, late, or never', () => {
    const late = [open('a', write('1'), 0), did('b', read, 1, 2, ' '), did('b', read, 3, 4, '1 ')];
    expect(checkRegister(late, maxSteps)).toBe('linearizable');
    const never = [open('a', write('1'), 0), did('b', read, 1, 2, ' '), did('b', read, 3, 4, ' ')];
    expect(checkRegister(never, maxSteps)).toBe('linearizable');
  });

  it('may lack the last operations of an incarnation, and hold those of the next one', () => {
    const lost = open('a', write('1'), 0);
    const next = { ...did('a', write('2'), 1, 2, 'was '), incarnation: 1 };
    expect(checkRegister([lost, next, did('b', read, 3, 4, '2 ')], maxSteps)).toBe('linearizable');
    expect(checkRegister([lost, { ...next, incarnation: 0 }], maxSteps)).toBe('not linearizable');
  });

  it('gives a contested claim to one of two clients', () => {
    const history = [
      did('a', claim, 0, 5, 'refused'),
      did('b', claim, 0, 5, 'claimed'),
      did('c', read, 6, 7, ' b'),
    ];
    expect(checkRegister(history, maxSteps)).toBe('linearizable');
  });

  it('is found by backtracking from a wrong first guess', () => {
    const history = [
      open('a', write('1'), 0),
      open('b', write('2'), 0),
      did('c', read, 1, 2, '2 '),
      did('c', read, 3, 4, '1 '),
      did('d', write('3'), 5, 6, 'was 1'),
    ];
    expect(checkRegister(history, maxSteps)).toBe('linearizable');
  });
});

describe('a history that is not linearizable', () => {
  it('reads a value that was overwritten before the read began', () => {
    const history = [
      did('a', write('1'), 0, 1, 'was '),
      did('a', write('2'), 2, 3, 'was 1'),
      did('b', read, 4, 5, '1 '),
    ];
    expect(checkRegister(history, maxSteps)).toBe('not linearizable');
  });

  it('reads a write and later misses it', () => {
    const history = [open('a', write('1'), 0), did('b', read, 1, 2, '1 '), did('b', read, 3, 4, ' ')];
    expect(checkRegister(history, maxSteps)).toBe('not linearizable');
  });

  it('gives a claim to two clients', () => {
    const history = [did('a', claim, 0, 5, 'claimed'), did('b', claim, 0, 5, 'claimed')];
    expect(checkRegister(history, maxSteps)).toBe('not linearizable');
  });

  it('loses an acknowledged write', () => {
    const history = [did('a', write('1'), 0, 1, 'was '), did('b', read, 2, 3, ' ')];
    expect(checkRegister(history, maxSteps)).toBe('not linearizable');
  });

  it('shows two overlapping writes in opposite orders', () => {
    const history = [
      open('a', write('1'), 0),
      open('b', write('2'), 0),
      did('c', read, 11, 12, '1 '),
      did('d', read, 13, 14, '2 '),
      did('c', read, 15, 16, '1 '),
    ];
    expect(checkRegister(history, maxSteps)).toBe('not linearizable');
  });

  it('reverses the order of one client', () => {
    const history = [
      did('a', write('1'), 0, 10, 'was 2'),
      did('a', write('2'), 1, 10, 'was '),
      did('b', read, 11, 12, '1 '),
    ];
    expect(checkRegister(history, maxSteps)).toBe('not linearizable');
  });
});

it('stays undecided when the steps run out', () => {
  const writers = Array.from({ length: 12 }, (_, at) => open(`w${at}`, write(String(at)), 0));
  const history = [...writers, did('r', read, 11, 12, 'never written ')];
  expect(checkRegister(history, 500)).toBe('undecided');
});
