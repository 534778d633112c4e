import { Environment } from './service-environment.ts';

/** Variables by which the clouds' own tools, and `netposture scan` with them, are told who asks. */
const CLOUDS: Readonly<Record<string, string>> = {
  AWS_ACCESS_KEY_ID: 'AWS: a key, or one of the other ways of its own tools below.',
  AWS_SECRET_ACCESS_KEY: 'AWS: the secret of that key; read by the AWS library.',
  AWS_SESSION_TOKEN:
    'AWS: the session of that key, where it is temporary; read by the AWS library.',
  AWS_PROFILE: 'AWS: a profile of ~/.aws.',
  AWS_ROLE_ARN: 'AWS: the role to take on with the file below.',
  AWS_WEB_IDENTITY_TOKEN_FILE: 'AWS: the file with the identity of this machine.',
  AWS_REGION: 'AWS: the region that is asked which regions there are.',
  DIGITALOCEAN_TOKEN: 'DigitalOcean: a token with read scopes only.',
  DIGITALOCEAN_ACCESS_TOKEN: 'DigitalOcean: the same, where DIGITALOCEAN_TOKEN is not set.',
  DIGITALOCEAN_API_URL: 'DigitalOcean: another address of its API.',
  GOOGLE_APPLICATION_CREDENTIALS: 'Google Cloud: the file with the credential.',
  GOOGLE_CLOUD_PROJECT:
    'Google Cloud: the project to look at; default: all that the credential sees.',
  HCLOUD_TOKEN: 'Hetzner: a read-only token of one project.',
  HCLOUD_ENDPOINT: 'Hetzner: another address of the Cloud API.',
  HETZNER_ENDPOINT: 'Hetzner: another address of the API of Storage Boxes.',
};

/** Variables of `docker-compose.yml` that no program of ours reads. */
const COMPOSE: Readonly<Record<string, string>> = {
  POSTGRES_PASSWORD:
    'Password of the database that docker-compose.yml starts; letters and digits only, as in `openssl rand -hex 24`. It needs one.',
};

/** The text of `.env.example`: every variable with its meaning and its default. */
export function environmentExample(): string {
  const own = Object.entries(Environment.shape).map(([name, schema]) => {
    const fallback = schema.safeParse(undefined).data;
    return variable(name, schema.description ?? '', fallback === undefined ? '' : String(fallback));
  });
  return [
    '# Every variable is optional. Generated from apps/scanner/src/config/environment-example.ts.\n',
    ...own,
    '# Credentials of the clouds. `netposture scan` takes those that are set; for the service, name them in the policy file.\n',
    ...described(CLOUDS),
    '# Docker Compose.\n',
    ...described(COMPOSE),
  ].join('\n');
}

function described(variables: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(variables).map(([name, meaning]) => variable(name, meaning, ''));
}

function variable(name: string, meaning: string, fallback: string): string {
  return `# ${meaning}\n# ${name}=${fallback}\n`;
}
