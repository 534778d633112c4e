import { describe, expect, it } from 'vitest';
import { DigitalOceanSettings, settingsFromEnvironment } from './settings.ts';

describe('the settings of an account entry', () => {
  it('takes a team, with a token or without', () => {
    expect(DigitalOceanSettings.safeParse({ team: 'shop', token: 't' }).success).toBe(true);
    expect(DigitalOceanSettings.safeParse({ team: 'shop' }).success).toBe(true);
  });

  it('refuses a key that it does not know, and an endpoint that is not http', () => {
    expect(DigitalOceanSettings.safeParse({ team: 'shop', tokn: 't' }).success).toBe(false);
    const endpoint = 'file:///etc/passwd';
    expect(DigitalOceanSettings.safeParse({ team: 'shop', endpoint }).success).toBe(false);
  });
});

describe('the environment', () => {
  it("is read as DigitalOcean's own tools read it", () => {
    const environment = {
      DIGITALOCEAN_TOKEN: 'first',
      DIGITALOCEAN_ACCESS_TOKEN: 'second',
      DIGITALOCEAN_API_URL: 'https://api.example.com',
    };

    expect(settingsFromEnvironment('shop', environment)).toEqual({
      team: 'shop',
      token: 'first',
      endpoint: 'https://api.example.com',
    });
  });

  it('gives nothing without a token, and takes the older name where the newer one is empty', () => {
    expect(settingsFromEnvironment('shop', {})).toBeUndefined();
    const older = { DIGITALOCEAN_TOKEN: '', DIGITALOCEAN_ACCESS_TOKEN: 'second' };
    expect(settingsFromEnvironment('shop', older)).toEqual({ team: 'shop', token: 'second' });
  });
});
