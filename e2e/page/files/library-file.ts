const rectangle = {
  type: 'rectangle',
  x: 0,
  y: 0,
  width: 60,
  height: 40,
  seed: 1,
  version: 1,
  versionNonce: 1,
};

/** The content of an Excalidraw library with these items, each a rectangle. */
export function libraryFile(names: readonly string[]): string {
  const libraryItems = names.map((name, at) => {
    const id = name.replace(/\W/g, '');
    return {
      id,
      status: 'published',
      created: 1_700_000_000_000 + at,
      name,
      elements: [{ ...rectangle, id: `${id}-shape` }],
    };
  });
  return JSON.stringify({ type: 'excalidrawlib', version: 2, libraryItems });
}
