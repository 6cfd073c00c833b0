/**
 * The colours of people: distinct also with a colour-vision deficiency, as far as twelve can be. They differ in lightness as much as
 * in hue, so dark text is on the light ones. A test measures the distances.
 */

export interface PersonColour {
  /** sRGB, `#rrggbb`. */
  readonly background: string;
  /** Has a contrast of at least 4.5:1 with the background. */
  readonly text: string;
}

const light = '#ffffff';
const dark = '#000000';

const colours: readonly [PersonColour, ...PersonColour[]] = [
  { background: '#087e88', text: light },
  { background: '#ccaa11', text: dark },
  { background: '#7700dd', text: light },
  { background: '#cc7744', text: dark },
  { background: '#003399', text: light },
  { background: '#00cc88', text: dark },
  { background: '#880011', text: light },
  { background: '#aa99ee', text: dark },
  { background: '#776600', text: light },
  { background: '#ee00aa', text: dark },
  { background: '#553355', text: light },
  { background: '#bb55ff', text: dark },
];

/** @param colour as in `Person.colour`. */
export function colourOf(colour: number): PersonColour {
  return colours[colour % colours.length] ?? colours[0];
}
