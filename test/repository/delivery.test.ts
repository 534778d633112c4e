import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { environmentExample } from '../../apps/scanner/src/config/environment-example.ts';
import { Environment } from '../../apps/scanner/src/config/service-environment.ts';
import { LAUNCHER, netposture } from '../end-to-end/cli/netposture.testkit.ts';
import { manifestAt, root, textOf } from './repository-files.ts';

/** What is used of the format of Compose, and no more: a key that is misspelled is refused. https://github.com/compose-spec/compose-spec */
const Healthcheck = z.strictObject({
  test: z.array(z.string()).min(2),
  interval: z.string(),
  timeout: z.string(),
  retries: z.number(),
  start_period: z.string().optional(),
});
const Service = z.strictObject({
  image: z.string(),
  build: z.string().optional(),
  user: z.string().optional(),
  init: z.boolean().optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  env_file: z.array(z.strictObject({ path: z.string(), required: z.boolean() })).optional(),
  ports: z.array(z.string()).optional(),
  volumes: z.array(z.string()).optional(),
  tmpfs: z.array(z.string()).optional(),
  networks: z.array(z.string()),
  depends_on: z
    .record(z.string(), z.strictObject({ condition: z.literal('service_healthy') }))
    .optional(),
  healthcheck: Healthcheck,
  read_only: z.literal(true),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  restart: z.literal('unless-stopped'),
  logging: z.strictObject({ driver: z.string(), options: z.record(z.string(), z.string()) }),
  stop_grace_period: z.string().optional(),
  pids_limit: z.number().optional(),
  mem_limit: z.string().optional(),
  shm_size: z.string().optional(),
});
const Compose = z.strictObject({
  name: z.string(),
  'x-hardened': z.unknown(),
  'x-scanner': z.unknown(),
  services: z.record(z.string(), Service),
  networks: z.record(z.string(), z.strictObject({ internal: z.boolean().optional() })),
  volumes: z.record(z.string(), z.strictObject({})),
});

const composeText = textOf('docker-compose.yml');
const compose = Compose.parse(parse(composeText, { merge: true }));
const services = Object.entries(compose.services);
const scanners = services.filter(([, { image }]) => image.startsWith('netposture:'));
const dockerfile = textOf('Dockerfile');
const named = [...environmentExample().matchAll(/^# ([A-Z_]+)=/gm)].map(([, name]) => name);
const isOwnVariable = (name: string) => Object.hasOwn(Environment.shape, name);

describe('docker-compose.yml', () => {
  it('starts the scanner in its three roles, Redis and PostgreSQL', () => {
    expect(services.map(([name]) => name)).toEqual([
      'api',
      'worker',
      'scheduler',
      'redis',
      'postgres',
    ]);
    expect(scanners.map(([, { command }]) => command)).toEqual([
      ['serve', '--role', 'api'],
      ['serve', '--role', 'worker'],
      ['serve', '--role', 'scheduler'],
    ]);
  });

  it('calls commands, roles and options that the command line has', async () => {
    const help = async (...args: readonly string[]) =>
      (await netposture([...args, '--help'])).stdout;
    const all = await help();
    const serve = (await help('serve')).replaceAll(/\s+/g, ' ');

    expect(serve).toMatch(/choices: "all", "api", "worker", "scheduler"/);
    expect(all).toMatch(/^ {2}serve /m);
    expect(all).toMatch(/^ {2}doctor /m);
    expect(await help('doctor')).toContain('--skip-clouds');
    const checks = scanners.map(([, { healthcheck }]) => healthcheck.test.slice(1, 3).join(' '));
    expect(checks).toEqual(['node -e', 'netposture doctor', 'netposture doctor']);
  });

  it('sets only variables that the code reads', () => {
    const set = scanners.flatMap(([, { environment = {} }]) => Object.keys(environment));

    expect(set.filter((name) => !isOwnVariable(name))).toEqual([]);
  });

  it('reads only variables that .env.example names, and gives no password a default', () => {
    const read = [...composeText.matchAll(/\$\{([A-Z_]+)([^}]*)\}/g)];

    expect(read.map(([, name]) => name).filter((name) => !named.includes(name))).toEqual([]);
    expect(
      read
        .filter(([, name]) => name === 'POSTGRES_PASSWORD')
        .map(([, , rest]) => rest?.slice(0, 2)),
    ).toEqual([':?', ':?']);
    expect(composeText).not.toMatch(/password:\s*\w|token:\s*\w/i);
  });

  it('publishes the port of the API, on this machine only, and no other', () => {
    const port = Environment.shape.NETPOSTURE_PORT.parse(undefined);

    expect(services.flatMap(([, { ports = [] }]) => ports)).toEqual([`127.0.0.1:${port}:${port}`]);
    expect(compose.services['api']?.environment?.['NETPOSTURE_PORT']).toBe(String(port));
    expect(compose.services['api']?.healthcheck.test.join(' ')).toContain(`:${port}/readyz`);
  });

  it('lets nothing but the scanner reach database and queue', () => {
    expect(compose.networks['stores']).toEqual({ internal: true });
    for (const name of ['redis', 'postgres']) {
      expect(compose.services[name]).toMatchObject({ networks: ['stores'] });
      expect(compose.services[name]?.ports).toBeUndefined();
    }
  });

  it('pins every image to a version, its own to that of the manifest', () => {
    const { version } = manifestAt('package.json');
    const images = services.map(([, { image }]) => image);

    expect(
      images.filter((image) => !/^[\w./-]+:\d+[.]\d+([.]\d+)?(-[\w.]+)?$/.test(image)),
    ).toEqual([]);
    expect(scanners.map(([, { image }]) => image)).toEqual(
      scanners.map(() => `netposture:${version}`),
    );
  });

  it('runs nothing as root, and mounts nothing of the machine but the policy file', () => {
    expect(compose.services['redis']?.user).toBe('redis');
    expect(compose.services['postgres']?.user).toBe('postgres');
    const volumes = services.flatMap(([, { volumes: mounted = [] }]) => mounted);
    const ofTheMachine = volumes.filter((volume) => /^[./~]/.test(volume));

    expect(new Set(ofTheMachine)).toEqual(
      new Set(['./netposture.yaml:/etc/netposture/netposture.yaml:ro']),
    );
    const kept = volumes.filter((volume) => !/^[./~]/.test(volume)).map((one) => one.split(':')[0]);
    expect(new Set(kept)).toEqual(new Set(Object.keys(compose.volumes)));
  });

  it('looks for the policy file where it mounts it', () => {
    for (const [, { environment, volumes }] of scanners) {
      expect(volumes?.[0]).toContain(`:${environment?.['NETPOSTURE_CONFIG']}:ro`);
    }
  });
});

describe('Dockerfile', () => {
  const instructions = dockerfile
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const argumentsOf = (name: string) =>
    instructions
      .filter((line) => line.startsWith(`${name} `))
      .map((line) => line.slice(name.length + 1));

  it('stands on the Node of the manifest', () => {
    expect(argumentsOf('ARG')).toEqual([
      `NODE_IMAGE=node:${manifestAt('package.json').dependencies?.['node']}-bookworm-slim`,
    ]);
    expect(argumentsOf('FROM').map((image) => image.split(' ')[0])).toEqual([
      // biome-ignore lint/suspicious/noTemplateCurlyInString: an argument of the Dockerfile.
      '${NODE_IMAGE}',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: an argument of the Dockerfile.
      '${NODE_IMAGE}',
    ]);
  });

  it('copies paths that exist, and of each workspace its manifest first', () => {
    const copied = argumentsOf('COPY')
      .filter((line) => !line.startsWith('--from'))
      .flatMap((line) => line.split(/\s+/).slice(0, -1));

    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    for (const folder of [
      'apps/scanner',
      'packages/network',
      'packages/providers',
      'packages/rules',
    ]) {
      expect(copied).toContain(`${folder}/package.json`);
    }
  });

  it('installs by npm ci, what production needs and without install scripts', () => {
    expect(dockerfile).toMatch(/^RUN npm ci --omit=dev --ignore-scripts$/m);
  });

  it('starts the launcher, as a user that is not root, and is asked on the port of the API', () => {
    expect(argumentsOf('USER')).toEqual(['node']);
    expect(argumentsOf('EXPOSE')).toEqual(['7788']);
    expect(dockerfile).toContain(`/app/${LAUNCHER.slice(root.length)} /usr/local/bin/netposture`);
    expect(argumentsOf('ENTRYPOINT')).toEqual(['["netposture"]']);
    expect(argumentsOf('CMD')).toEqual(['["serve"]']);
    expect(argumentsOf('VOLUME')).toEqual(['/data']);
  });

  it('sets variables that the code reads, and no secret', () => {
    const set = argumentsOf('ENV').flatMap((line) => [...line.matchAll(/(\w+)=(\S*)/g)]);

    expect(
      set
        .map(([, name = '']) => name)
        .filter((name) => name !== 'NODE_ENV' && !isOwnVariable(name)),
    ).toEqual([]);
    expect(dockerfile).not.toMatch(/token|password|secret/i);
  });

  it('its health check is a program that Node takes, and fails where nobody answers', () => {
    const [, program = ''] = /CMD \["node", "-e", "(.*)"\]/.exec(dockerfile) ?? [];
    const inCompose = compose.services['api']?.healthcheck.test[3] ?? '';

    expect(() => new Function(program)).not.toThrow();
    expect(program.replace('healthz', 'readyz')).toBe(inCompose);
  });
});

it('.dockerignore lets in what the Dockerfile copies, and neither secrets nor history', () => {
  const lines = textOf('.dockerignore').split('\n');

  expect(lines.filter((line) => line !== '' && !line.startsWith('#'))[0]).toBe('*');
  for (const path of [
    'package.json',
    'package-lock.json',
    '.npmrc',
    'LICENSE',
    'apps',
    'packages',
  ]) {
    expect(lines).toContain(`!${path}`);
  }
  expect(lines.filter((line) => /env|[.]git/.test(line) && line.startsWith('!'))).toEqual([]);
});
