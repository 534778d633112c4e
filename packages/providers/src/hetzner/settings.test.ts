import { describe, expect, it } from 'vitest';
import { HetznerSettings, settingsFromEnvironment } from './settings.ts';

describe('the settings of an account entry', () => {
  it('takes a project, with a token or without', () => {
    expect(HetznerSettings.parse({ project: 'shop', token: 't' })).toEqual({
      project: 'shop',
      token: 't',
    });
    expect(HetznerSettings.parse({ project: 'shop' })).toEqual({ project: 'shop' });
  });

  it('refuses a key that it does not know', () => {
    expect(HetznerSettings.safeParse({ project: 'shop', tokn: 't' }).success).toBe(false);
  });

  it('refuses an endpoint that is not http', () => {
    const endpoint = 'file:///etc/passwd';

    expect(HetznerSettings.safeParse({ project: 'shop', endpoint }).success).toBe(false);
  });

  it("reads the variables of Hetzner's own tools", () => {
    const environment = { HCLOUD_TOKEN: 't', HCLOUD_ENDPOINT: 'https://proxy.example.com/v1' };

    expect(settingsFromEnvironment('shop', environment)).toEqual({
      project: 'shop',
      token: 't',
      endpoint: 'https://proxy.example.com/v1',
    });
    expect(settingsFromEnvironment('shop', { HCLOUD_TOKEN: '' })).toBeUndefined();
  });
});
