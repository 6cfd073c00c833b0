/**
 * What the build changes in Excalidraw's minified code (0.18.1), where none of its properties does it. Each is looked for when the
 * window is built; the build fails if one is not found.
 */

export const excalidrawPatches = [
  {
    // A browser asks for it with each font, the page's policy forbids it, and the console fills with hundreds of errors.
    what: 'each font has an address outside, in case the one here fails',
    find: /([\w$]+)\.push\(new URL\([\w$]+,\s*[\w$]+\.ASSETS_FALLBACK_URL\)\),\s*\1/g,
    replace: '$1',
  },
  {
    // A person has one colour in all of the window.
    what: 'the colour of a person is worked out of their id',
    find: /\(([\w$]+),([\w$]+)\)=>(`hsl\(\$\{Math\.abs\([\w$]+\(\2\?\.id\|\|\1\)\)%37\*10\}, 100%, 83%\)`)/g,
    replace: '($1,$2)=>$2?.color?.background??$3',
  },
  {
    // Some of those colours are dark.
    what: 'the name beside a pointer is black',
    find: /(,([\w$]+)=[\w$]+\.collaborators\.get\([\w$]+\);(?:(?!fillText\().){1,3000}\.fillStyle=)([\w$]+)(,[\w$]+\.fillText\()/g,
    replace: '$1$2?.color?.stroke??$3$4',
  },
  {
    // 60 frames a second, for good: half of what a board at rest costs.
    what: 'the laser trails of others ask for frames while there is no laser',
    find: /onFrame\(\)\{this\.updateCollabTrails\(\)\}/g,
    replace:
      'onFrame(){this.updateCollabTrails();return![...this.app.state.collaborators.values()].some(e=>e.pointer?.tool==="laser"&&e.button==="down")}',
  },
  {
    what: 'the laser trails of others do not begin again when a laser is used',
    find: /(([\w$]+)\.collaborators&&)(this\.setState\(\{collaborators:\2\.collaborators\}\))/g,
    replace: '$1($3,this.animationFrameHandler.start(this.laserTrails))',
  },
];
