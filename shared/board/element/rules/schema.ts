/**
 * The properties of each type of element, with Excalidraw's names (version 0.18.1, `element/types`), without its bookkeeping.
 *
 * A property that is not listed is no part of an element: Excalidraw reads some that it had long ago, and they would
 * change the element on the way into the window.
 */

import { isBlobId } from '../../../blob/blob.ts';
import { maxImageSide } from '../../../blob/image.ts';
import type { Json } from '../../commands.ts';
import { maxPositionLength } from '../../limits.ts';
import { isFractionalKey } from '../../order/fractional-key.ts';
import { jsonBytes } from '../../values/json.ts';
import { isWellFormed } from '../../values/well-formed.ts';
import { repairedLink } from '../link.ts';
import {
  maxBoundElements,
  maxColorLength,
  maxCustomDataBytes,
  maxCustomDataDepth,
  maxElementIdLength,
  maxFontSize,
  maxFrameNameLength,
  maxGroups,
  maxLineHeight,
  maxPosition,
  maxRoughness,
  maxSize,
  maxStrokeWidth,
  minFontSize,
  minLineHeight,
  minStrokeWidth,
} from './bounds.ts';
import { isPoint, repairedPath } from './points.ts';
import {
  flag,
  integerWithin,
  isJsonArrayOrNot,
  isRecord,
  isSameList,
  listOf,
  numberWithin,
  oneOf,
  orNull,
  type Rule,
  recordOf,
  textThat,
  textUpTo,
} from './rule.ts';

export interface Property {
  readonly rule: Rule;
  /** Where there is no valid value. Without one, the property is left out. */
  readonly fallback?: Json;
}

export type Schema = ReadonlyMap<string, Property>;

const maxLong = Number.MAX_SAFE_INTEGER;
const size = numberWithin(-maxSize, maxSize);
const ratio = numberWithin(-1e3, 1e3);

export function isElementId(text: string): boolean {
  return text.length >= 1 && text.length <= maxElementIdLength && isWellFormed(text);
}

const none: Json = Object.freeze([]);

const id = textThat(isElementId);

const color = textThat((text) => text.length <= maxColorLength && /^[-#a-z0-9(),.%/ ]+$/i.test(text));

/** A fraction with zeros at its end stands for the one without: it sorts at the same place. */
const index: Rule = (value) => {
  if (typeof value !== 'string') return undefined;
  if (isFractionalKey(value)) return value;
  const head = value.charCodeAt(0);
  // How long the integer is, head included: a 2, b 3, …, and Z 2, Y 3, …
  const integer = head >= 97 ? head - 95 : 92 - head;
  const short = value.slice(0, integer) + value.slice(integer, maxPositionLength).replace(/0+$/, '');
  return isFractionalKey(short) ? short : undefined;
};

function isShallow(value: Json, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((item: Json) => isShallow(item, depth - 1));
}

const customData: Rule = (value) =>
  isRecord(value) && isShallow(value, maxCustomDataDepth) && jsonBytes(value) <= maxCustomDataBytes
    ? value
    : undefined;

const roundness: Rule = (value) => {
  if (!isRecord(value)) return undefined;
  const type = oneOf(1, 2, 3)(value.type ?? null);
  if (type === undefined) return undefined;
  if (value.value === undefined) return Object.keys(value).length === 1 ? value : { type };
  const radius = numberWithin(0, maxSize)(value.value);
  if (radius === undefined) return { type };
  return radius === value.value && Object.keys(value).length === 2 ? value : { type, value: radius };
};

const boundElement = recordOf({ id, type: oneOf('arrow', 'text') });

const common: [string, Property][] = [
  ['id', { rule: id }],
  ['type', { rule: (value) => value }],
  ['x', { rule: numberWithin(-maxPosition, maxPosition), fallback: 0 }],
  ['y', { rule: numberWithin(-maxPosition, maxPosition), fallback: 0 }],
  // Negative ones, and of a path or a text missing ones, are seen to once all properties are valid.
  ['width', { rule: size, fallback: 100 }],
  ['height', { rule: size, fallback: 100 }],
  ['angle', { rule: angle, fallback: 0 }],
  ['strokeColor', { rule: color, fallback: '#1e1e1e' }],
  ['backgroundColor', { rule: color, fallback: 'transparent' }],
  ['fillStyle', { rule: oneOf('solid', 'hachure', 'cross-hatch', 'zigzag'), fallback: 'solid' }],
  ['strokeWidth', { rule: numberWithin(minStrokeWidth, maxStrokeWidth), fallback: 2 }],
  ['strokeStyle', { rule: oneOf('solid', 'dashed', 'dotted'), fallback: 'solid' }],
  ['roughness', { rule: numberWithin(0, maxRoughness), fallback: 1 }],
  ['opacity', { rule: numberWithin(0, 100), fallback: 100 }],
  ['seed', { rule: integerWithin(0, maxLong), fallback: 1 }],
  ['groupIds', { rule: listOf(id, maxGroups), fallback: none }],
  ['frameId', { rule: orNull(id), fallback: null }],
  ['index', { rule: orNull(index), fallback: null }],
  ['roundness', { rule: orNull(roundness), fallback: null }],
  ['isDeleted', { rule: flag, fallback: false }],
  [
    'boundElements',
    {
      rule: orNull(
        listOf(boundElement, maxBoundElements, (item) => (isRecord(item) ? (item.id ?? null) : null)),
      ),
      fallback: null,
    },
  ],
  ['link', { rule: repairedLink, fallback: null }],
  ['locked', { rule: flag, fallback: false }],
  ['customData', { rule: customData }],
];

/** Radians; Excalidraw's own are from 0 to 2π. */
function angle(value: Json): number | undefined {
  const radians = numberWithin(-Number.MAX_VALUE, Number.MAX_VALUE)(value);
  if (radians === undefined || Math.abs(radians) <= 7) return radians;
  return radians % (2 * Math.PI);
}

const arrowhead = oneOf(
  'arrow',
  'bar',
  'dot',
  'circle',
  'circle_outline',
  'triangle',
  'triangle_outline',
  'diamond',
  'diamond_outline',
  'crowfoot_one',
  'crowfoot_many',
  'crowfoot_one_or_many',
);

/** A middle would make the arrow's direction depend on rounding; Excalidraw takes it a little to the side. */
const fixedPoint: Rule = (value) => {
  if (!isJsonArrayOrNot(value)) return undefined;
  const sides = [ratio(value[0] ?? null), ratio(value[1] ?? null)].map((side) =>
    side === undefined || Math.abs(side - 0.5) < 1e-4 ? 0.5001 : side,
  );
  return isSameList(sides, value) ? value : sides;
};

const binding = {
  elementId: id,
  focus: { rule: numberWithin(-1e4, 1e4), fallback: 0 },
  gap: { rule: numberWithin(0, maxSize), fallback: 1 },
};
const withFixedPoint = recordOf({ ...binding, fixedPoint });
const withoutFixedPoint = recordOf(binding);
const withNoPoint = recordOf({ ...binding, fixedPoint: { rule: () => null, fallback: null } });

/** Where an arrow is bound. Only an arrow with right angles needs a point of the shape, but every arrow may have one. */
const anyBinding: Rule = (value) => {
  if (!isRecord(value)) return undefined;
  if (isJsonArrayOrNot(value.fixedPoint)) return withFixedPoint(value);
  return value.fixedPoint === null ? withNoPoint(value) : withoutFixedPoint(value);
};

const fixedSegment = recordOf({ start: point, end: point, index: integerWithin(0, 1e4) });

function point(value: Json): Json | undefined {
  return isPoint(value) ? value : undefined;
}

const linear: [string, Property][] = [
  ['points', { rule: repairedPath }],
  ['lastCommittedPoint', { rule: () => null, fallback: null }],
  ['startBinding', { rule: orNull(anyBinding), fallback: null }],
  ['endBinding', { rule: orNull(anyBinding), fallback: null }],
  ['startArrowhead', { rule: orNull(arrowhead), fallback: null }],
];

const arrow: [string, Property][] = [
  ['endArrowhead', { rule: orNull(arrowhead), fallback: 'arrow' }],
  ['elbowed', { rule: flag, fallback: false }],
  ['fixedSegments', { rule: orNull(listOf(fixedSegment, 1_000)) }],
  ['startIsSpecial', { rule: orNull(flag) }],
  ['endIsSpecial', { rule: orNull(flag) }],
];

const freedraw: [string, Property][] = [
  ['points', { rule: repairedPath }],
  ['lastCommittedPoint', { rule: () => null, fallback: null }],
  ['pressures', { rule: pressures, fallback: none }],
  ['simulatePressure', { rule: flag, fallback: true }],
];

/** Long ones; a short one takes less time to look at than to remember. */
const knownPressures = new WeakSet<object>();

const shortPressures = 16;

function pressures(value: Json): Json | undefined {
  if (!isJsonArrayOrNot(value)) return undefined;
  if (knownPressures.has(value)) return value;
  const valid = numberWithin(0, 1);
  const repaired = value.map((item) => valid(item) ?? 0.5);
  if (!isSameList(repaired, value)) return repaired;
  if (value.length > shortPressures && Object.isFrozen(value)) knownPressures.add(value);
  return value;
}

const longText = textUpTo(Number.MAX_SAFE_INTEGER);

const text: [string, Property][] = [
  ['text', { rule: longText, fallback: '' }],
  ['originalText', { rule: longText }],
  ['fontSize', { rule: numberWithin(minFontSize, maxFontSize), fallback: 20 }],
  ['fontFamily', { rule: oneOf(5, 1, 2, 3, 6, 7, 8, 9), fallback: 5 }],
  ['lineHeight', { rule: numberWithin(minLineHeight, maxLineHeight), fallback: 1.25 }],
  ['textAlign', { rule: oneOf('left', 'center', 'right'), fallback: 'left' }],
  ['verticalAlign', { rule: oneOf('top', 'middle', 'bottom'), fallback: 'top' }],
  ['containerId', { rule: orNull(id), fallback: null }],
  ['autoResize', { rule: flag, fallback: true }],
];

const frame: [string, Property][] = [
  ['name', { rule: orNull(textUpTo(maxFrameNameLength)), fallback: null }],
];

/** Each is mirrored (-1) or not (1). */
const mirrored: Rule = (value) => {
  if (!isJsonArrayOrNot(value)) return undefined;
  const signs = [0, 1].map((at) => ((numberWithin(-1, 1)(value[at] ?? null) ?? 1) < 0 ? -1 : 1));
  return isSameList(signs, value) ? value : signs;
};

/** A part of the image, in its own pixels. Excalidraw divides by its size. */
const pixels = { rule: numberWithin(0, maxImageSide), fallback: 0 };
const cropped = recordOf({
  x: pixels,
  y: pixels,
  width: numberWithin(1, maxImageSide),
  height: numberWithin(1, maxImageSide),
  naturalWidth: numberWithin(1, maxImageSide),
  naturalHeight: numberWithin(1, maxImageSide),
});

/** Its bytes are a blob (`shared/blob`). Whether they are here is no property of the element, so its status is always the same. */
const image: [string, Property][] = [
  ['fileId', { rule: orNull(textThat(isBlobId)), fallback: null }],
  ['status', { rule: oneOf('saved'), fallback: 'saved' }],
  ['scale', { rule: mirrored, fallback: Object.freeze([1, 1]) }],
  ['crop', { rule: orNull(cropped), fallback: null }],
];

/** The types that are shared. Embedded pages are not: they would load or run content that another person names. */
export const schemas: ReadonlyMap<Json, Schema> = new Map<Json, Schema>([
  ['rectangle', new Map(common)],
  ['diamond', new Map(common)],
  ['ellipse', new Map(common)],
  ['arrow', new Map([...common, ...linear, ...arrow])],
  ['line', new Map([...common, ...linear, ['endArrowhead', { rule: orNull(arrowhead), fallback: null }]])],
  ['freedraw', new Map([...common, ...freedraw])],
  ['text', new Map([...common, ...text])],
  ['frame', new Map([...common, ...frame])],
  ['image', new Map([...common, ...image])],
]);

export function isSharedType(type: unknown): boolean {
  return typeof type === 'string' && schemas.has(type);
}
