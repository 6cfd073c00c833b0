/**
 * How far the properties of an element may reach. They are part of what is agreed (`limits.ts`): every replica repairs
 * and refuses the same.
 */

/** Canvas pixels from the origin, in each direction. */
export const maxPosition = 1e6;
/** Canvas pixels, in each direction. */
export const maxSize = 1e5;
export const minStrokeWidth = 0.1;
export const maxStrokeWidth = 64;
export const minFontSize = 1;
export const maxFontSize = 1024;
/** In parts of the font size. */
export const minLineHeight = 0.1;
export const maxLineHeight = 10;
export const maxRoughness = 10;

/** Characters in the id of an element or a group, at most. */
export const maxElementIdLength = 64;
/** Characters in a colour, at most. */
export const maxColorLength = 64;
/** Characters in a link, at most. */
export const maxLinkLength = 2_000;
/** Characters in the name of a frame, at most. */
export const maxFrameNameLength = 200;
/** Groups within one another, at most. */
export const maxGroups = 32;
/** Arrows and labels of one element, at most. */
export const maxBoundElements = 1_000;
/** Points of a line, an arrow or a stroke, at most: of more, every second one is left out until it is so many. */
export const maxPoints = 25_000;
/** Points of an arrow that has right angles only, at most. */
export const maxElbowPoints = 1_000;
/** Bytes of `customData` as `jsonBytes` counts them, at most. */
export const maxCustomDataBytes = 8 * 1024;
/** Arrays and objects within one another in `customData`, at most. */
export const maxCustomDataDepth = 8;

/** Lines that hatch the inside of a shape, at most; a shape that needs more is filled with one colour. */
export const maxHatchLines = 5_000;
/** Dashes around a shape, at most; a shape that needs more has a solid outline. */
export const maxDashes = 20_000;
