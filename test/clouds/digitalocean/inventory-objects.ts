import { CREATED, REGION, type WireObject } from './compute-objects.ts';
import type { TeamDeclaration } from './world.ts';

const UUID = '9cc10173-e9ea-4176-9dbc-a4cee4c4ff30';

/** Every tag that something of the team has. */
export function tagObjects(team: TeamDeclaration): readonly WireObject[] {
  const counts = new Map<string, number>();
  const tags = [
    ...(team.droplets ?? []).flatMap((one) => one.tags ?? []),
    ...(team.firewalls ?? []).flatMap((one) => one.tags ?? []),
  ];
  for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts].map(([name, count]) => ({
    name,
    resources: {
      count,
      last_tagged_uri: 'https://api.digitalocean.com/v2/droplets/1',
      droplets: { count, last_tagged_uri: 'https://api.digitalocean.com/v2/droplets/1' },
    },
  }));
}

export function accountObject(): WireObject {
  return {
    droplet_limit: 25,
    floating_ip_limit: 5,
    email: 'sammy@example.com',
    name: 'Sammy the Shark',
    uuid: 'b6fr89dbf6d9156cace5f3c78dc9851d957381ef',
    email_verified: true,
    status: 'active',
    status_message: '',
    team: { uuid: '5df3e3004a17e242b7c20ca6c9fc25b701a47ece', name: 'My Team' },
  };
}

export function nfsShareObjects(team: TeamDeclaration): readonly WireObject[] {
  return (team.nfsShares ?? []).map(({ id, vpc }) => ({
    id,
    name: `share-${id}`,
    size_gib: 1024,
    region: REGION.slug,
    status: 'ACTIVE',
    created_at: CREATED,
    vpc_ids: [vpc],
    mount_path: `/123456/${id}`,
    host: '10.0.0.9',
  }));
}

export function namespaceObjects(team: TeamDeclaration): readonly WireObject[] {
  return (team.namespaces ?? []).map(({ id, plantedKey }) => ({
    api_host: 'https://faas-fra1-afec6ce7.doserverless.co',
    namespace: id,
    created_at: CREATED,
    updated_at: CREATED,
    label: `functions ${id}`,
    region: REGION.slug,
    uuid: UUID,
    key: plantedKey,
  }));
}

export function vectorDatabaseObjects(team: TeamDeclaration): readonly WireObject[] {
  return (team.vectorDatabases ?? []).map((id) => ({
    id,
    name: `vectors-${id}`,
    region: REGION.slug,
    size: 'small',
    status: 'online',
    created_at: CREATED,
    updated_at: CREATED,
    endpoints: {
      http: `https://${id}.weaviate.ondigitalocean.com`,
      grpc: `${id}-grpc.weaviate.ondigitalocean.com`,
    },
    tags: [],
  }));
}

export function dedicatedInferenceObjects(team: TeamDeclaration): readonly WireObject[] {
  return (team.dedicatedInferences ?? []).map(({ id, isPublic }) => ({
    id,
    status: 'active',
    region: 'atl1',
    vpc_uuid: UUID,
    spec: {
      version: 1,
      name: `inference-${id}`,
      region: 'atl1',
      vpc: { uuid: UUID },
      enable_public_endpoint: isPublic,
      model_deployments: [{ model_slug: 'mistral/mistral-7b-instruct-v3' }],
    },
    endpoints: {},
    created_at: CREATED,
    updated_at: CREATED,
  }));
}

export function autoscalePoolObjects(team: TeamDeclaration): readonly WireObject[] {
  return (team.autoscalePools ?? []).map(({ id, plantedUserData }) => ({
    id,
    name: `pool-${id}`,
    config: { target_number_instances: 2 },
    droplet_template: {
      name: 'web',
      region: 'fra1',
      size: 'c-2',
      image: 'debian-12-x64',
      ssh_keys: ['3b:16:e4:bf:8b:00:8b:b8:59:8c:a9:d3:f0:19:fa:45'],
      user_data: plantedUserData,
    },
    created_at: CREATED,
    updated_at: CREATED,
    status: 'active',
    active_resources_count: 2,
  }));
}

export function cdnEndpointObjects(team: TeamDeclaration): readonly WireObject[] {
  return (team.cdnEndpoints ?? []).map(({ id, origin }) => ({
    id,
    origin,
    endpoint: origin.replace('.digitaloceanspaces', '.cdn.digitaloceanspaces'),
    ttl: 3600,
    created_at: CREATED,
  }));
}

export function domainObjects(team: TeamDeclaration): readonly WireObject[] {
  return (team.domains ?? []).map(({ name }) => ({
    name,
    ttl: 1800,
    zone_file: `$ORIGIN ${name}.`,
  }));
}

export function domainRecordObjects(name: string, team: TeamDeclaration): readonly WireObject[] {
  const addresses = team.domains?.find((one) => one.name === name)?.addresses ?? [];
  return addresses.map((data, index) => ({
    id: 28448429 + index,
    type: data.includes(':') ? 'AAAA' : 'A',
    name: '@',
    data,
    priority: null,
    port: null,
    ttl: 1800,
    weight: null,
    flags: null,
    tag: null,
  }));
}

export function spacesKeyObjects(team: TeamDeclaration): readonly WireObject[] {
  return (team.spacesKeys ?? []).map(({ name, bucket }) => ({
    name,
    grants: [{ bucket, permission: 'read' }],
    access_key: 'DOACCESSKEYEXAMPLE',
    created_at: CREATED,
  }));
}

export function byoipPrefixObjects(team: TeamDeclaration): readonly WireObject[] {
  return (team.byoipPrefixes ?? []).map(({ id, prefix }) => ({
    uuid: id,
    name: '',
    prefix,
    status: 'active',
    region: REGION.slug,
    validations: [],
    failure_reason: '',
    locked: false,
    advertised: true,
    project_id: UUID,
  }));
}

export function byoipAddressObjects(id: string, team: TeamDeclaration): readonly WireObject[] {
  const addresses = team.byoipPrefixes?.find((one) => one.id === id)?.addresses ?? [];
  return addresses.map(({ ip, droplet }, index) => ({
    id: 11111023 + index,
    byoip: ip,
    region: REGION.slug,
    resource: `do:droplet:${droplet}`,
    assigned_at: CREATED,
  }));
}
