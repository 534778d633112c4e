import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { environmentAccounts } from './environment-accounts.ts';
import { environmentExample } from './environment-example.ts';
import { dataDirectoryOf, hostsOf, readEnvironment } from './service-environment.ts';

it('.env.example is what the code says', () => {
  const file = new URL('../../../../.env.example', import.meta.url);
  expect(readFileSync(file, 'utf8')).toBe(environmentExample());
});

it('.env.example names every variable that the code asks for', async () => {
  const asked = new Set<string>();
  const variables = new Proxy<Record<string, string | undefined>>(
    {
      AWS_PROFILE: 'p',
      DIGITALOCEAN_TOKEN: 't',
      GOOGLE_CLOUD_PROJECT: 'shop-4711',
      HCLOUD_TOKEN: 't',
    },
    {
      get: (values, name) => {
        asked.add(String(name));
        return values[String(name)];
      },
    },
  );
  await environmentAccounts(variables);
  // The schema asks for all of its variables at once, by copying; what it knows is listed by what it gives back.
  const environment = readEnvironment({});
  dataDirectoryOf(environment, variables);
  hostsOf(environment);
  const named = [...environmentExample().matchAll(/^# ([A-Z_]+)=/gm)].map(([, name]) => name);
  const ofTheSystem = ['HOME', 'XDG_DATA_HOME'];

  expect([...asked].filter((name) => ![...named, ...ofTheSystem].includes(name))).toEqual([]);
  expect(asked).toContain('HETZNER_ENDPOINT');
  expect(Object.keys(environment).filter((name) => !named.includes(name))).toEqual([]);
});
