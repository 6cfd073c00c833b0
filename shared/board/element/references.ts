/** References between elements: ids of elements, and ids of groups. */

import type { Json } from '../commands.ts';
import { elementInPageLink, elementLink, linkedElement } from './link.ts';
import { isJsonArrayOrNot, isRecord, type Record } from './rules/rule.ts';

export interface NewNames {
  /** The new id of an element; undefined if it is not among those that are renamed. */
  element(id: string): string | undefined;
  group(id: string): string;
  /** The new id of an element or a group to which a link leads; undefined if it is not among those that are renamed. */
  target(id: string): string | undefined;
}

/**
 * `element` with renamed references. References to elements without a new name are dropped; a link to one stays as it is.
 */
export function renamed(element: Record, names: NewNames): Record {
  const { groupIds, boundElements, startBinding, endBinding, frameId, containerId, link } = element;
  return {
    ...element,
    ...(isJsonArrayOrNot(groupIds)
      ? { groupIds: groupIds.flatMap((group) => (typeof group === 'string' ? names.group(group) : [])) }
      : {}),
    ...(isJsonArrayOrNot(boundElements)
      ? { boundElements: boundElements.flatMap((bound) => renamedIn(bound, 'id', names) ?? []) }
      : {}),
    ...(frameId === undefined ? {} : { frameId: renamedId(frameId, names) }),
    ...(containerId === undefined ? {} : { containerId: renamedId(containerId, names) }),
    ...(startBinding === undefined
      ? {}
      : { startBinding: renamedIn(startBinding, 'elementId', names) ?? null }),
    ...(endBinding === undefined ? {} : { endBinding: renamedIn(endBinding, 'elementId', names) ?? null }),
    ...(typeof link === 'string' ? { link: renamedLink(link, names) } : {}),
  };
}

function renamedId(id: Json, names: NewNames): string | null {
  return (typeof id === 'string' ? names.element(id) : undefined) ?? null;
}

/** Values that are no references stay, for a check to find. */
function renamedIn(value: Json, property: string, names: NewNames): Json | undefined {
  if (!isRecord(value)) return value;
  const id = renamedId(value[property] ?? null, names);
  return id === null ? undefined : { ...value, [property]: id };
}

function renamedLink(link: string, names: NewNames): string {
  const id = linkedElement(link) ?? elementInPageLink(link);
  const target = id === undefined ? undefined : names.target(id);
  return target === undefined ? link : elementLink(target);
}
