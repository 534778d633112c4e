import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { AnswerShape, Recogniser } from '../offline/recogniser.ts';
import {
  ACTIONS,
  CERTIFICATES,
  FIREWALLS,
  FLOATING_IPS,
  LOAD_BALANCERS,
  NETWORKS,
  PLACEMENT_GROUPS,
  PRIMARY_IPS,
  ROBOT_FAILOVERS,
  ROBOT_FIREWALL,
  ROBOT_IPS,
  ROBOT_SERVERS,
  ROBOT_SUBNETS,
  ROBOT_VSWITCH_DETAIL,
  ROBOT_VSWITCHES,
  SERVERS,
  STORAGE_BOX_SUBACCOUNTS,
  STORAGE_BOXES,
} from './operations.ts';

/** Whether an object has members of these names. */
function has(item: JsonValue | undefined, ...names: readonly string[]): boolean {
  return isJsonObject(item) && names.every((name) => item[name] !== undefined);
}

/** Hetzner numbers its objects; DigitalOcean, which shares several keys, has text for ids. */
function isNumbered(item: JsonValue, ...names: readonly string[]): boolean {
  return has(item, 'id', ...names) && isJsonObject(item) && typeof item['id'] === 'number';
}

/** The lists of a project: as the API answers them, and as `hcloud … list -o json` prints them. */
const CLOUD_LISTS: readonly (readonly [{ readonly id: string }, readonly string[]])[] = [
  [SERVERS, ['public_net', 'private_net', 'status']],
  [FIREWALLS, ['rules', 'applied_to']],
  [NETWORKS, ['ip_range', 'subnets', 'routes']],
  [LOAD_BALANCERS, ['services', 'targets', 'public_net']],
  [PRIMARY_IPS, ['ip', 'auto_delete']],
  [FLOATING_IPS, ['ip', 'home_location']],
  [CERTIFICATES, ['fingerprint', 'domain_names']],
  [PLACEMENT_GROUPS, ['type', 'servers']],
  [STORAGE_BOXES, ['access_settings', 'storage_box_type']],
];

/** Robot's lists of wrapped objects, the wrapper's name, and what is inside. */
const ROBOT_LISTS: readonly (readonly [{ readonly id: string }, string, string])[] = [
  [ROBOT_SERVERS, 'server', 'server_number'],
  [ROBOT_IPS, 'ip', 'server_ip'],
  [ROBOT_SUBNETS, 'subnet', 'mask'],
  [ROBOT_FAILOVERS, 'failover', 'netmask'],
];

const cloudAnswers = CLOUD_LISTS.flatMap(([{ id }, members]): AnswerShape[] => {
  const matches = (item: JsonValue) => isNumbered(item, ...members);
  return [
    { operation: id, outline: { key: id }, matches },
    { operation: id, outline: 'array', matches },
  ];
});

const subaccounts: AnswerShape = {
  operation: STORAGE_BOX_SUBACCOUNTS.id,
  outline: { key: 'subaccounts' },
  matches: (item) => isNumbered(item, 'access_settings', 'username'),
  subject: (_document, [first]) =>
    isJsonObject(first) && typeof first['storage_box'] === 'number'
      ? String(first['storage_box'])
      : undefined,
};

/** An action names the kinds of resources that it concerned; the file's name settles the rest. */
const actions = ACTIONS.map(({ id }): AnswerShape => {
  const type = id.replace('s-actions', '');
  return {
    operation: id,
    outline: { key: 'actions' },
    matches: (item) => {
      if (!isNumbered(item, 'command') || !isJsonObject(item)) return false;
      const resources = item['resources'];
      return (
        Array.isArray(resources) &&
        resources.some((one: JsonValue) => isJsonObject(one) && one['type'] === type)
      );
    },
  };
});

const robotAnswers = ROBOT_LISTS.map(
  ([{ id }, wrapper, member]): AnswerShape => ({
    operation: id,
    outline: 'array',
    matches: (item) => isJsonObject(item) && has(item[wrapper], member),
  }),
);

const vswitches: AnswerShape = {
  operation: ROBOT_VSWITCHES.id,
  outline: 'array',
  matches: (item) => isNumbered(item, 'vlan', 'cancelled'),
};

const vswitch: AnswerShape = {
  operation: ROBOT_VSWITCH_DETAIL.id,
  outline: 'object',
  matches: (item) => isNumbered(item, 'vlan', 'server', 'cloud_network'),
  subject: (_document, [item]) => nativeIdIn(ROBOT_VSWITCH_DETAIL, item),
};

const robotFirewall: AnswerShape = {
  operation: ROBOT_FIREWALL.id,
  outline: 'object',
  matches: (item) => isJsonObject(item) && has(item['firewall'], 'filter_ipv6', 'rules'),
  subject: (_document, [item]) => nativeIdIn(ROBOT_FIREWALL, item),
};

/**
 * Knows Hetzner's answers in files. Nothing in them tells the project: it is the folder's name, as in
 * `hetzner/<project>/servers.json`.
 */
export const recogniser: Recogniser = {
  answers: [
    ...cloudAnswers,
    subaccounts,
    ...actions,
    ...robotAnswers,
    vswitches,
    vswitch,
    robotFirewall,
  ],
  locate: () => ({}),
  continuation: (document) => {
    const pagination = memberOf(memberOf(document, 'meta'), 'pagination');
    const total = pagination?.['total_entries'];
    return {
      more: typeof pagination?.['next_page'] === 'number',
      ...(typeof total === 'number' ? { total } : {}),
    };
  },
};

function nativeIdIn(
  operation: { readonly nativeId: (item: JsonValue) => string | undefined },
  item: JsonValue | undefined,
): string | undefined {
  return item === undefined ? undefined : operation.nativeId(item);
}

function memberOf(holder: JsonObject | undefined, name: string): JsonObject | undefined {
  const member = holder?.[name];
  return member !== undefined && isJsonObject(member) ? member : undefined;
}
