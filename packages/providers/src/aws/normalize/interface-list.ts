import type { NetworkInterface } from '../schema/interface.ts';
import type { Reading } from './reading.ts';
import type { Scope } from './scope.ts';

const lists = new WeakMap<Scope, Reading<NetworkInterface>>();

/**
 * The network interfaces of a place. Where they were not listed, those of the instances stand in: enough for the
 * instances, while managed interfaces stay unread.
 */
export function interfacesIn(scope: Scope): Reading<NetworkInterface> {
  const known = lists.get(scope);
  if (known !== undefined) return known;
  const listed = scope.read('DescribeNetworkInterfaces');
  const usable = listed.complete && listed.assumes === undefined;
  const reading = usable ? listed : withInstanceInterfaces(scope, listed);
  lists.set(scope, reading);
  return reading;
}

function withInstanceInterfaces(
  scope: Scope,
  listed: Reading<NetworkInterface>,
): Reading<NetworkInterface> {
  const byId = new Map(listed.items.map((card) => [card.NetworkInterfaceId, card]));
  for (const { Instances, OwnerId } of scope.read('DescribeInstances').items) {
    for (const instance of Instances ?? []) {
      for (const card of instance.NetworkInterfaces ?? []) {
        if (byId.has(card.NetworkInterfaceId)) continue;
        byId.set(card.NetworkInterfaceId, {
          ...card,
          OwnerId: card.OwnerId ?? OwnerId,
          Attachment: { ...card.Attachment, InstanceId: instance.InstanceId },
        });
      }
    }
  }
  const { cause, assumes } = listed;
  return {
    items: [...byId.values()],
    // Interfaces of managed resources are missing, whatever the reservations hold.
    complete: false,
    ...(cause === undefined ? {} : { cause }),
    ...(assumes === undefined ? {} : { assumes }),
  };
}
