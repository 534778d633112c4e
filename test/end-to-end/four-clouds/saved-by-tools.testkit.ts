import { ACTIONS } from '../../clouds/aws/actions.ts';
import { savedFiles } from '../../clouds/aws/saved-answers.ts';
import type { AwsWorld } from '../../clouds/aws/world.ts';
import { endpointAt } from '../../clouds/digitalocean/serve.ts';
import type { TeamDeclaration } from '../../clouds/digitalocean/world.ts';
import { effectiveOfNetwork } from '../../clouds/gcp/effective-firewalls.ts';
import type { Raw } from '../../clouds/gcp/json.ts';
import type { GcpWorld } from '../../clouds/gcp/world.ts';
import { cloudLists } from '../../clouds/hetzner/cloud-objects.ts';
import type { Project } from '../../clouds/hetzner/world.ts';

/** What a command line prints, by the tool and its arguments, one space between them. */
export type Printed = ReadonlyMap<string, string>;

/** What `hcloud` prints: bare arrays. */
export function hcloudPrints(project: Project): Printed {
  const lists = cloudLists(project);
  return printed(
    ['server', 'firewall', 'network', 'load-balancer', 'primary-ip', 'floating-ip'].map((noun) => [
      `hcloud ${noun} list -o json`,
      lists[`${noun.replace('-', '_')}s`] ?? [],
    ]),
  );
}

/** What `curl` prints of DigitalOcean's API, and `jq` of that. */
export function digitalOceanPrints(team: TeamDeclaration): Printed {
  const ids = (team.databases ?? []).map(({ id }) => id);
  const lists =
    'droplets firewalls vpcs vpc_peerings vpc_nat_gateways load_balancers databases reserved_ips tags kubernetes/clusters';
  const paths = [
    ...lists.split(' '),
    ...ids.flatMap((id) => [`databases/${id}/firewall`, `databases/${id}/replicas`]),
  ];
  const answers = paths.map((path): readonly [string, unknown] => {
    const found = endpointAt(`/${path}`);
    const items = found?.endpoint.objects(team, found.id) ?? [];
    const url = `https://api.digitalocean.com/v2/${path}?per_page=200`;
    return [
      `curl -sS -H Authorization: Bearer ${team.token} ${url}`,
      {
        [found?.endpoint.key ?? '']: items,
        ...(found?.endpoint.paging === 'pages' ? { links: {}, meta: { total: items.length } } : {}),
      },
    ];
  });
  return new Map([...printed(answers), ['jq -r .databases[].id databases.json', ids.join('\n')]]);
}

/** What the AWS CLI prints in one region: an empty list where there is nothing. */
export async function awsPrints(world: AwsWorld, region: string): Promise<Printed> {
  const files = await savedFiles(world);
  const calls = Object.entries(ACTIONS).map(([key, { list = '' }]): readonly [string, string] => {
    const [service = '', action = ''] = key.split(':');
    const saved = files.find(({ path }) => path.endsWith(`/${region}/${action}.json`));
    return [`aws ${service} ${dashed(action)}`, saved?.text ?? JSON.stringify({ [list]: [] })];
  });
  return new Map(
    calls.flatMap(([call, text]) => [
      [call, text],
      [`${call} --region ${region}`, text],
    ]),
  );
}

/** `DescribeDBInstances` as `describe-db-instances`. */
function dashed(action: string): string {
  return action
    .replaceAll(/([a-z])([A-Z])/g, '$1-$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}

/** The lists of Compute Engine, by the words of `gcloud`. */
const COMPUTE: Readonly<Record<string, string>> = {
  networks: 'networks',
  'networks subnets': 'subnetworks',
  'firewall-rules': 'firewalls',
  routes: 'routes',
  instances: 'instances',
  'network-firewall-policies': 'firewallPolicies',
  'forwarding-rules': 'forwardingRules',
  'backend-services': 'backendServices',
  addresses: 'addresses',
  routers: 'routers',
};

/** What `gcloud` prints of one project: bare arrays, and names one a line. */
export function gcloudPrints(world: GcpWorld, id: string): Printed {
  const project = world.projects.find((one) => one.id === id);
  if (project === undefined) throw new Error(`no project is called ${id}`);
  const networks: readonly Raw[] = project.compute.get('networks') ?? [];
  const as = (noun: string) => `gcloud ${noun} --project=${id} --format=json`;
  const names = networks.map((network) => String(network['name'])).join('\n');
  return new Map([
    ...printed([
      ...Object.entries(COMPUTE).map(
        ([noun, collection]) =>
          [as(`compute ${noun} list`), project.compute.get(collection) ?? []] as const,
      ),
      [as('sql instances list'), project.services.get('sqladmin/instances') ?? []],
      [as('container clusters list'), project.services.get('container/clusters') ?? []],
      ...networks.map(
        (network) =>
          [
            as(`compute networks get-effective-firewalls ${String(network['name'])}`),
            effectiveOfNetwork(world, project, String(network['selfLink'])),
          ] as const,
      ),
    ]),
    [`gcloud compute networks list --project=${id} --format=value(name)`, names],
  ]);
}

function printed(documents: readonly (readonly [string, unknown])[]): Printed {
  return new Map(documents.map(([call, document]) => [call, JSON.stringify(document)]));
}
