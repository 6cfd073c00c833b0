import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linkPopupPlace } from './popup-place.ts';

const wide = { width: 1200, height: 800, zoom: { value: 1 } };
const phone = { width: 400, height: 700, zoom: { value: 1 } };

/** Where Excalidraw puts the popup of an element, whose upper left corner is at a place of the window. */
const above = (x: number, y: number, element: { width: number }) => ({
  x: x + element.width / 2 - 190,
  y: y - 85,
});

test('the popup is above its element where there is room', () => {
  const element = { width: 100, height: 50 };
  expect(linkPopupPlace(above(600, 400, element), element, wide)).toEqual({ x: 460, y: 315 });
});

test('it is below an element next to the tools', () => {
  const element = { width: 100, height: 50 };
  expect(linkPopupPlace(above(600, 100, element), element, wide).y).toBe(193);
  const zoomed = { ...wide, zoom: { value: 2 } };
  expect(linkPopupPlace({ x: 460, y: 15 }, element, zoomed).y).toBe(243);
});

test('it is below the tools, over an element that fills the window', () => {
  const element = { width: 1100, height: 700 };
  expect(linkPopupPlace(above(50, 40, element), element, wide).y).toBe(72);
});

test('it is beside the styles, and not beyond the other edge', () => {
  const element = { width: 60, height: 60 };
  expect(linkPopupPlace(above(10, 400, element), element, wide).x).toBe(228);
  expect(linkPopupPlace(above(1150, 400, element), element, wide).x).toBe(812);
  expect(linkPopupPlace(above(10, 400, element), element, phone).x).toBe(8);
});

test('in each view it covers neither the tools nor the lower controls, and stays away with an element that is out of sight', () => {
  const views = fc.record({
    width: fc.integer({ min: 320, max: 3000 }),
    height: fc.integer({ min: 400, max: 2000 }),
    zoom: fc.record({ value: fc.double({ min: 0.1, max: 30, noNaN: true }) }),
  });
  const elements = fc.record({
    width: fc.integer({ min: 0, max: 5000 }),
    height: fc.integer({ min: 0, max: 5000 }),
  });
  const places = fc.record({
    x: fc.integer({ min: -4000, max: 4000 }),
    y: fc.integer({ min: -4000, max: 4000 }),
  });
  fc.assert(
    fc.property(places, elements, views, (given, element, view) => {
      const place = linkPopupPlace(given, element, view);
      const [x, y] = [given.x + 190, given.y + 85];
      const [width, height] = [element.width * view.zoom.value, element.height * view.zoom.value];
      const isOutside =
        y + height <= 0 || y >= view.height || x + width / 2 <= 0 || x - width / 2 >= view.width;
      if (isOutside) {
        expect(place).toEqual(given);
        return;
      }
      expect(place.y).toBeGreaterThanOrEqual(72);
      expect(place.y).toBeLessThanOrEqual(view.height - 42 - 68);
      expect(place.x).toBeGreaterThanOrEqual(8);
    }),
  );
});
