import { beforeEach, expect, it } from 'vitest';
import { InSight } from './in-sight.ts';

const wide = { width: 1280, height: 700, scrollX: 0, scrollY: 0, zoom: { value: 1 }, scrolledOutside: false };
const narrow = { ...wide, width: 400 };

let state: typeof wide;
let backs: number;
let due: (() => void) | undefined;
let inSight: InSight;

beforeEach(() => {
  backs = 0;
  due = undefined;
  inSight = new InSight({
    sight: () => state,
    scrollBack: () => {
      backs += 1;
    },
    after: (_, run) => {
      due = run;
      return () => {
        due = undefined;
      };
    },
  });
  show(wide);
});

function show(next: typeof wide): void {
  state = next;
  inSight.changed(next);
}

it('scrolls back when the window becomes so narrow that nothing is visible', () => {
  show({ ...narrow, width: 900 });
  show(narrow);
  show({ ...narrow, scrolledOutside: true });
  expect(backs).toBe(0);
  due?.();
  expect(backs).toBe(1);
});

it('leaves the view if a part of the drawing is visible, or if none was visible before the change', () => {
  show(narrow);
  due?.();
  show({ ...narrow, scrollX: -5000 });
  show({ ...narrow, scrollX: -5000, scrolledOutside: true });
  show({ ...wide, scrollX: -5000, scrolledOutside: true });
  due?.();
  expect(backs).toBe(0);
});

it('leaves the view of a person who scrolls away after the change', () => {
  show(narrow);
  show({ ...narrow, scrollY: 9000, scrolledOutside: true });
  due?.();
  expect(backs).toBe(0);
});

it('takes a tab over the whiteboard for no change, and a window that became narrow under it for one', () => {
  show({ ...wide, width: 0, height: 0, scrolledOutside: true });
  show({ ...wide, scrolledOutside: false });
  expect(due).toBeUndefined();
  show({ ...wide, width: 0, height: 0 });
  show({ ...narrow, scrolledOutside: true });
  due?.();
  expect(backs).toBe(1);
});

it('does not look after its end', () => {
  show(narrow);
  inSight.stop();
  expect(due).toBeUndefined();
});
