import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AwsOperation, ReadItems } from '../../packages/providers/src/aws/aws-operation.ts';
import { aws } from '../../packages/providers/src/aws/index.ts';
import { AWS_OPERATIONS } from '../../packages/providers/src/aws/operations/index.ts';
import { createTestContext } from '../../packages/providers/src/client/context.testkit.ts';
import type { Observation } from '../../packages/providers/src/observation.ts';
import { ACTIONS } from '../clouds/aws/actions.ts';
import { ACCOUNT } from '../clouds/aws/estate.ts';
import { EXTERNAL_ID, fullWorld } from '../clouds/aws/full-world.ts';
import { SPOKEN } from '../clouds/aws/protocol.ts';
import { type SimulatedAws, simulateAws } from '../clouds/aws/simulated-aws.ts';
import { faultsOfAnswer, faultsOfInput, readModel } from './service-model.testkit.ts';
import unchecked from './unchecked.json' with { type: 'json' };

/** The simulated AWS answers as the service models say, and the collector calls what they have. */
const SPECS = join(import.meta.dirname, '../../../shared/specs/aws');
const isThere = existsSync(SPECS);
if (!isThere && env['CI'] === 'true') throw new Error(`There are no API descriptions at ${SPECS}.`);
if (!isThere) process.stdout.write('contract (aws): no API descriptions beside the checkout\n');

/**
 * Where the model's enumeration is behind its own documentation: "For an internet gateway, the state is available when
 * attached to a VPC".
 */
const KNOWN = /^DescribeInternetGateways\..*\.Attachments\[\d+\]\.State: available is none of/;

const models = new Map<string, ReturnType<typeof readModel>>();

function modelOf(service: string) {
  const known = models.get(service);
  if (known !== undefined) return known;
  const read = readModel(SPECS, service);
  models.set(service, read);
  return read;
}

const elsewhere = new Set(Object.keys(unchecked.aws));
const checked = AWS_OPERATIONS.filter(({ id }) => !elsewhere.has(id));

it('names every call either here or among the unchecked ones', () => {
  const known = new Set(AWS_OPERATIONS.map(({ id }) => id));

  expect([...elsewhere].filter((id) => !known.has(id))).toEqual([]);
  expect(checked.length + elsewhere.size).toBe(AWS_OPERATIONS.length);
});

describe.skipIf(!isThere)('the service models of AWS', () => {
  let cloud: SimulatedAws;
  const observations: Observation[] = [];

  beforeAll(async () => {
    cloud = await simulateAws(fullWorld());
    const settings = aws.settings.parse({
      endpoint: cloud.endpoint,
      credentials: cloud.credentialsOf(ACCOUNT),
      organization: { role: 'netposture', externalId: EXTERNAL_ID },
    });
    const context = createTestContext();
    const { targets } = await aws.discover(settings, context);
    for (const target of targets) {
      for await (const _ of aws.collect(target, settings, context));
    }
  });
  afterAll(() => cloud.close());

  it.each(checked)(
    'have $id, with the parameters that it is called with',
    (operation: AwsOperation) => {
      const { model } = modelOf(operation.service);
      expect(Object.keys(model.operations)).toContain(operation.action);
      const inputs =
        operation.perSubject === undefined
          ? [operation.input]
          : (operation.subjects?.from(readOf(observations)) ?? []).map(({ input }) => input);
      for (const input of inputs) expect(faultsOfInput(model, operation.action, input)).toEqual([]);
    },
  );

  it.each(checked)('page $id by the tokens that it declares', (operation: AwsOperation) => {
    const { pagination, model } = modelOf(operation.service);
    const paged = pagination[operation.action];
    const input = model.operations[operation.action]?.input?.shape ?? '';
    const members = Object.keys(model.shapes[input]?.members ?? {});
    const token = members.find((name) =>
      ['NextToken', 'nextToken', 'Marker', 'pageToken'].includes(name),
    );

    if (operation.token === undefined) {
      expect(token, 'a page token that is not used').toBeUndefined();
      return;
    }
    expect(operation.token.request).toBe(paged?.input_token ?? token);
    if (paged?.output_token !== undefined)
      expect(operation.token.response).toBe(paged.output_token);
    if (paged?.result_key !== undefined)
      expect([paged.result_key].flat()).toContain(operation.list);
  });

  it.each(checked)('hold what the simulated $id answers', (operation: AwsOperation) => {
    const { model } = modelOf(operation.service);
    const key = `${operation.service}:${operation.action}`;
    const answers = cloud.answers.filter(({ action }) => action === key);

    expect(answers.length, 'answers').toBeGreaterThan(0);
    const faults = answers.flatMap(({ body }) => faultsOfAnswer(model, operation.action, body));
    expect(faults.filter((fault) => !KNOWN.test(fault))).toEqual([]);
  });

  it.each(Object.entries(ACTIONS))('allow the page size of the simulated %s', (key, action) => {
    const [service = '', name = ''] = key.split(':');
    if (action.limit === undefined || !existsSync(join(SPECS, service))) return;
    const { model } = modelOf(service);
    const input = model.operations[name]?.input?.shape ?? '';
    const member = model.shapes[input]?.members?.[action.limit[0]];
    const maximum = member === undefined ? undefined : model.shapes[member.shape]?.max;

    expect(member, `${key} has no ${action.limit[0]}`).toBeDefined();
    if (maximum !== undefined) expect(action.limit[1]).toBe(maximum);
  });

  it.each(Object.entries(SPOKEN))('speak the protocol of the simulated %s', (service, spoken) => {
    if (!existsSync(join(SPECS, service))) return;
    const { metadata } = modelOf(service).model;
    const protocols = {
      ec2: 'ec2',
      query: 'query',
      json: 'json',
      'rest-json': 'rest-json',
      'rest-xml': 'rest-xml',
    };

    expect(metadata.protocol).toBe(protocols[spoken.protocol]);
    expect(metadata.signingName ?? metadata.endpointPrefix).toBe(spoken.signing);
    if (spoken.version !== undefined) expect(metadata.apiVersion).toBe(spoken.version);
    if (spoken.target !== undefined) expect(metadata.targetPrefix).toBe(spoken.target);
  });
});

describe.skipIf(!isThere)('the check of answers', () => {
  const faults = (body: string) => faultsOfAnswer(modelOf('ec2').model, 'DescribeVpcs', body);
  const vpcs = (inner: string) =>
    `<DescribeVpcsResponse><requestId>1</requestId><vpcSet><item>${inner}</item></vpcSet></DescribeVpcsResponse>`;

  it('passes what is right', () => {
    expect(
      faults(vpcs('<vpcId>vpc-1</vpcId><isDefault>true</isDefault><state>available</state>')),
    ).toEqual([]);
  });

  it('finds an element that is not described', () => {
    expect(faults(vpcs('<VpcId>vpc-1</VpcId>'))).toHaveLength(1);
  });

  it('finds a value of the wrong type', () => {
    expect(faults(vpcs('<isDefault>yes</isDefault>'))).toHaveLength(1);
  });

  it('finds a word that is none of the enumeration', () => {
    expect(faults(vpcs('<state>asleep</state>'))).toHaveLength(1);
  });

  it('finds a list whose elements have another name', () => {
    const body = '<DescribeVpcsResponse><vpcSet><member/></vpcSet></DescribeVpcsResponse>';

    expect(faults(body)).toHaveLength(1);
  });

  it('finds a required member that is missing', () => {
    const { model } = modelOf('opensearch');

    expect(
      faultsOfAnswer(model, 'DescribeDomains', '{"DomainStatusList":[{"DomainName":"logs"}]}')
        .length,
    ).toBeGreaterThan(0);
  });
});

function readOf(observations: readonly Observation[]): ReadItems {
  return (id) =>
    observations.filter(({ operation }) => operation === id).flatMap(({ items }) => items);
}
