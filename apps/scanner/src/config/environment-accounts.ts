import { PROVIDERS } from '@netposture/providers';
import type { AccountEntry } from '../scan/ports.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** Variables by which each cloud's own tools are told who asks. One that is set makes an account entry. */
const NAMED_BY: Readonly<Record<string, readonly string[]>> = {
  aws: ['AWS_ACCESS_KEY_ID', 'AWS_PROFILE', 'AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_ROLE_ARN'],
  digitalocean: ['DIGITALOCEAN_TOKEN', 'DIGITALOCEAN_ACCESS_TOKEN'],
  gcp: ['GOOGLE_APPLICATION_CREDENTIALS', 'GOOGLE_CLOUD_PROJECT'],
  hetzner: ['HCLOUD_TOKEN'],
};

/** The variable by which a cloud is named in an environment, without its value; undefined where none is set. */
export function credentialVariable(provider: string, variables: Variables): string | undefined {
  return NAMED_BY[provider]?.find((name) => (variables[name] ?? '') !== '');
}

/** Account entries for every cloud whose own variables are set. Projects and teams that no token names are called `default`. */
export async function environmentAccounts(variables: Variables): Promise<readonly AccountEntry[]> {
  const named = PROVIDERS.filter(({ id }) => credentialVariable(id, variables) !== undefined);
  return Promise.all(
    named.map(async ({ id, load }) => {
      const provider = await load();
      return { provider, settings: provider.settings.parse(settingsOf(id, variables)) };
    }),
  );
}

function settingsOf(provider: string, variables: Variables): Readonly<Record<string, unknown>> {
  const given = (name: string, variable: string) => {
    const value = variables[variable];
    return value === undefined || value === '' ? {} : { [name]: value };
  };
  switch (provider) {
    case 'hetzner':
      return {
        project: 'default',
        ...given('token', 'HCLOUD_TOKEN'),
        ...given('endpoint', 'HCLOUD_ENDPOINT'),
        ...given('hetznerEndpoint', 'HETZNER_ENDPOINT'),
      };
    case 'digitalocean':
      return {
        team: 'default',
        ...given('token', 'DIGITALOCEAN_ACCESS_TOKEN'),
        ...given('token', 'DIGITALOCEAN_TOKEN'),
        ...given('endpoint', 'DIGITALOCEAN_API_URL'),
      };
    case 'gcp': {
      const project = variables['GOOGLE_CLOUD_PROJECT'];
      return project === undefined || project === '' ? {} : { projects: [project] };
    }
    default:
      // The AWS library reads everything else itself, AWS_ENDPOINT_URL included.
      return given('homeRegion', 'AWS_REGION');
  }
}
