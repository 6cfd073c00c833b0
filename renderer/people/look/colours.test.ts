import { describe, expect, it } from 'vitest';
import { personColours } from '#app/session/view/view.ts';
import { colourOf } from './colours.ts';

type Triple = readonly [number, number, number];

/**
 * Linear RGB as people with a complete deficiency see it.
 *
 * Source: Machado, Oliveira, Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE TVCG 15(6),
 * 2009, severity 1.0.
 */
const visions: readonly (readonly [string, readonly [Triple, Triple, Triple]])[] = [
  [
    'no deficiency',
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  ],
  [
    'protanopia',
    [
      [0.152286, 1.052583, -0.204868],
      [0.114503, 0.786281, 0.099216],
      [-0.003882, -0.048116, 1.051998],
    ],
  ],
  [
    'deuteranopia',
    [
      [0.367322, 0.860646, -0.227968],
      [0.280085, 0.672501, 0.047413],
      [-0.01182, 0.04294, 0.968881],
    ],
  ],
  [
    'tritanopia',
    [
      [1.255528, -0.076749, -0.178779],
      [-0.078411, 0.930809, 0.147602],
      [0.004733, 0.691367, 0.3039],
    ],
  ],
];

const numbers = Array.from({ length: personColours }, (_, number) => number);

function linear(hex: string): Triple {
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function times(matrix: readonly [Triple, Triple, Triple], [x, y, z]: Triple): Triple {
  const row = ([a, b, c]: Triple): number => a * x + b * y + c * z;
  return [row(matrix[0]), row(matrix[1]), row(matrix[2])];
}

/** Source: Ottosson, "A perceptual color space for image processing", 2020, https://bottosson.github.io/posts/oklab/. */
function oklab(rgb: Triple): Triple {
  const [l, m, s] = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    rgb,
  );
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    [Math.cbrt(l), Math.cbrt(m), Math.cbrt(s)],
  );
}

/** Source: WCAG 2.2, "relative luminance" and "contrast ratio". */
function contrast(one: string, other: string): number {
  const luminance = (hex: string): number => {
    const [red, green, blue] = linear(hex);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

describe('the colours of people', () => {
  it.each(visions)('are distinct with %s', (_, matrix) => {
    const seen = numbers.map((number) => {
      const [red, green, blue] = times(matrix, linear(colourOf(number).background));
      const shown = (value: number): number => Math.min(1, Math.max(0, value));
      return oklab([shown(red), shown(green), shown(blue)]);
    });
    const distances = seen.flatMap((one, at) =>
      seen.slice(at + 1).map((other) => Math.hypot(...one.map((value, axis) => value - (other[axis] ?? 0)))),
    );
    // Five times the difference that is just noticeable (about 0.02).
    expect(Math.min(...distances)).toBeGreaterThan(0.1);
  });

  it('have readable text', () => {
    for (const number of numbers) {
      const { background, text } = colourOf(number);
      expect(contrast(background, text)).toBeGreaterThanOrEqual(4.5);
    }
  });
});
