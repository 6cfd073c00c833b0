import { expect, test } from 'vitest';
import { boundsToAsk, frameOffset, visibleBounds } from './window-bounds.ts';

const laptop = { x: 0, y: 24, width: 1440, height: 876 };
const right = { x: 1440, y: 0, width: 1920, height: 1080 };
const bounds = (x: number, y: number, width = 800, height = 600) => ({ x, y, width, height });

test('a visible window keeps its position', () => {
  expect(visibleBounds(bounds(100, 100), [laptop])).toEqual(bounds(100, 100));
  expect(visibleBounds(bounds(1800, 50), [laptop, right])).toEqual(bounds(1800, 50));
  // A window half outside keeps the person's position.
  expect(visibleBounds(bounds(-600, 100), [laptop])).toEqual(bounds(-600, 100));
});

test.each([
  ['its screen is missing', bounds(1800, 50)],
  ['only its lower part is visible', bounds(100, -300)],
  ['its upper edge is below the screen', bounds(100, 890)],
  ['too little of its upper edge is visible', bounds(-750, 100)],
])('the window moves to the centre of the main screen if %s', (_, lost) => {
  expect(visibleBounds(lost, [laptop])).toEqual(bounds(320, 162));
});

test('the window is at most as large as its screen, and at least the minimum size', () => {
  expect(visibleBounds(bounds(0, 24, 4000, 3000), [laptop])).toEqual(bounds(0, 24, 1440, 876));
  expect(visibleBounds(bounds(0, 24, 200, 50), [laptop])).toEqual(bounds(0, 24, 480, 400));
});

test('without a screen the bounds are unchanged', () => {
  expect(visibleBounds(bounds(5, 5), [])).toEqual(bounds(5, 5));
});

test.each([
  ['a frame', { x: 101, y: 220 }, { x: 1, y: 20 }],
  ['no frame', { x: 100, y: 200 }, { x: 0, y: 0 }],
  ['another place', { x: 100, y: 300 }, { x: 0, y: 0 }],
  ['a system that reports no place', { x: 0, y: 0 }, { x: 0, y: 0 }],
])('%s: bounds that are stored and asked for again give the same place', (_, place, offset) => {
  const asked = { x: 100, y: 200, width: 800, height: 600 };
  const reported = { ...asked, ...place };
  const frame = frameOffset(asked, reported);
  expect(frame).toEqual(offset);
  const again = boundsToAsk(reported, frame);
  expect({ ...again, x: again.x + frame.x, y: again.y + frame.y }).toEqual(reported);
});
