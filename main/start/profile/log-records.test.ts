import { expect, test } from 'vitest';
import { readLog, writeLog } from './log-records.ts';

const record = (length: number, seed: number) =>
  Uint8Array.from({ length }, (_, at) => (at * seed + seed) % 251);
const before = [record(10, 1), record(0, 2), record(300, 3)];
const short = record(500, 5);
const long = record(70_000, 7);
const later = [record(20, 11), record(600, 13)];

const joined = (...parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

/** As LevelDB appends to a log: at its end, whatever is there. */
const append = (log: Uint8Array, records: readonly Uint8Array[]) =>
  joined(log, writeLog(records, log.length));

test('a record has the checksum that LevelDB gives it', () => {
  const hello = Uint8Array.from([...'hello'].map((letter) => letter.charCodeAt(0)));
  expect([...writeLog([hello])]).toEqual([0x0b, 0xb9, 0x57, 0x58, 5, 0, 1, ...hello]);
});

test('a log that was written is read again, and its records may be longer than blocks', () => {
  const all = [...before, long, short, ...later];
  expect(readLog(writeLog(all))).toEqual({ state: 'whole', records: all });
  expect(readLog(append(writeLog(before), later))).toEqual({
    state: 'whole',
    records: [...before, ...later],
  });
  expect(readLog(new Uint8Array(0))).toEqual({ state: 'whole', records: [] });
  expect(readLog(joined(writeLog(before), new Uint8Array(4096)))).toEqual({
    state: 'whole',
    records: before,
  });
});

test.each([
  ['short', short, 13],
  ['long', long, 7001],
])(
  'a %s record that was cut off anywhere is dropped, and those before and after it are not',
  (_, cut, step) => {
    const whole = writeLog(before);
    const all = append(whole, [cut]);
    for (let at = whole.length + 1; at < all.length; at += step) {
      const torn = all.subarray(0, at);
      expect(readLog(torn)).toEqual({ state: 'torn', records: before });
      const read = readLog(append(torn, later));
      expect(read, `cut off at ${at}`).toEqual({ state: 'torn', records: [...before, ...later] });
    }
  },
);

test('a wrong byte is no write that was cut off: nothing is dropped', () => {
  const log = writeLog([...before, short, ...later]);
  const wrong = log.with(writeLog(before).length + 100, 0);
  expect(readLog(wrong).state).toBe('damaged');
});

test('a log of wrong bytes is rejected after the first of them, however large it is', () => {
  // Each byte could begin a fragment: a search through all of them takes longer than the limit of a test.
  expect(readLog(new Uint8Array(64 * 1024 * 1024).fill(1)).state).toBe('damaged');
});
