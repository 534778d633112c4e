import type { Interface } from '@netposture/network/graph';

/** Whether strangers can write to the interface at all: an address of the public plane, or one translated to it. */
export function hasPublicFace(card: Interface): boolean {
  return card.addresses.some(({ plane, outside }) => plane === 'public' || outside !== undefined);
}
