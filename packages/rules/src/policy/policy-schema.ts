import { transportOf } from '@netposture/network/graph';
import { AddressSet, NetsetParseError } from '@netposture/network/netset';
import { z } from 'zod';
import { SEVERITIES } from '../severity.ts';

const name = z.string().min(1);
const names = z.array(name);
const oneOrMore = z.union([name, names.min(1)]);
const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'write a day as YYYY-MM-DD')
  .refine(isDay, 'there is no such day');

const cidr = z.string().refine((text) => parses(() => AddressSet.parse(text)), {
  error: 'write an address, a CIDR or a range, such as 203.0.113.7 or 10.0.0.0/8',
  params: { posture: 'BAD_CIDR' },
});

const ports = z
  .union([z.string(), z.int()])
  .refine((value) => parses(() => transportOf(portText(value))), {
    error: 'write tcp/443, udp/53, tcp/8000-8100, icmp or any',
    params: { posture: 'BAD_PORTS' },
  });

const portList = z.array(ports);

const addressSet = z.union([
  z.array(cidr),
  z.strictObject({ addresses: z.array(cidr), trusted: z.boolean().optional() }),
]);

const zonePart = z.strictObject({
  labels: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
  accounts: names.optional(),
  kinds: names.optional(),
  names: names.optional(),
  addresses: z.array(cidr).optional(),
  resources: names.optional(),
  except: names.optional(),
});

const matrixEntry = z.strictObject({
  from: oneOrMore,
  to: oneOrMore,
  allow: portList.optional(),
  require: portList.optional(),
});

const ruleSetting = z.union([
  z.literal('off'),
  z.enum(SEVERITIES),
  z.strictObject({
    enabled: z.boolean().optional(),
    severity: z.enum(SEVERITIES).optional(),
    parameters: z
      .record(z.string(), z.union([z.number(), z.boolean(), z.array(z.string())]))
      .optional(),
  }),
]);

const waiver = z.strictObject({
  name: name,
  finding: z.string().optional(),
  rule: z.string().optional(),
  subject: z.string().optional(),
  accepts: z
    .array(z.strictObject({ sources: z.array(cidr).optional(), ports: portList.optional() }))
    .optional(),
  owner: name,
  reason: name,
  ticket: z.string().optional(),
  expires: day,
});

/** The policy file as written. What the service alone reads (accounts, schedule, notifications, ...) is passed over here. */
export const PolicyFile = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1).optional(),
  preset: z.enum(['recommended', 'strict']).optional(),
  publicThreshold: z.int().min(1).optional(),
  addressSets: z.record(z.string(), addressSet).optional(),
  zones: z.record(z.string(), z.union([zonePart, z.array(zonePart)])).optional(),
  segmentation: z.array(matrixEntry).optional(),
  publicEndpoints: z
    .array(z.strictObject({ zone: name.optional(), names: names.optional(), ports: portList }))
    .optional(),
  databaseClients: z.array(z.strictObject({ stores: name.optional(), clients: names })).optional(),
  sensitiveZones: names.optional(),
  environments: names.optional(),
  isolation: z.array(z.strictObject({ label: name })).optional(),
  tiers: z.strictObject({ public: names.optional(), private: names.optional() }).optional(),
  gateways: z.strictObject({ names: names, maximum: z.int().min(0).optional() }).optional(),
  egressIdentities: z.array(name).optional(),
  bastions: names.optional(),
  vpn: names.optional(),
  rules: z.record(z.string(), ruleSetting).optional(),
  waivers: z.array(waiver).optional(),
  accounts: z.unknown().optional(),
  schedule: z.unknown().optional(),
  notifications: z.unknown().optional(),
  retention: z.unknown().optional(),
  publishedRanges: z.unknown().optional(),
  service: z.unknown().optional(),
});

/** The policy file after its shape was checked. */
export type PolicyFile = z.infer<typeof PolicyFile>;

/** A port as people write it: a bare number means TCP. */
export function portText(value: string | number): string {
  return typeof value === 'number' || /^\d+(-\d+)?$/.test(value) ? `tcp/${value}` : value;
}

function parses(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof NetsetParseError) return false;
    throw error;
  }
}

/** Whether the text names a day of the calendar; no clock is asked. */
function isDay(text: string): boolean {
  const [year = 0, month = 0, date = 0] = text.split('-').map(Number);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return days !== undefined && date >= 1 && date <= days;
}
