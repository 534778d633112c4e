import type { AccountEntry } from '../../../apps/scanner/src/scan/ports.ts';
import { hetzner } from '../../../packages/providers/src/hetzner/index.ts';
import type { SimulatedHetzner } from '../../clouds/hetzner/serve.ts';
import type { HetznerWorld, Project, RuleDeclaration } from '../../clouds/hetzner/world.ts';

/** A shop with a web server on 443 and a database server without public rules, whose firewall a test may change. */
export interface Shop {
  readonly world: HetznerWorld;
  /** Lets everybody in to this TCP port of the web server. */
  open(port: string): void;
  closeAll(): void;
  /** Lets everybody in to these TCP ports of the web server, and to no other. */
  openOnly(ports: readonly string[]): void;
}

/** The token of the shop's project; planted as a secret that must turn up nowhere. */
export const SHOP_TOKEN = 'token-of-shop-4711';

/** A new shop. */
export function createShop(): Shop {
  let rules: readonly RuleDeclaration[] = [rule('443')];
  const projects: Project[] = [projectWith(rules)];
  const change = (next: readonly RuleDeclaration[]) => {
    rules = next;
    // The simulation remembers the lists of a project by its identity.
    projects[0] = projectWith(rules);
  };
  return {
    world: { projects },
    open: (port) => change([...rules, rule(port)]),
    closeAll: () => change([]),
    openOnly: (ports) => change(ports.map(rule)),
  };
}

function projectWith(rules: readonly RuleDeclaration[]): Project {
  return {
    token: SHOP_TOKEN,
    servers: [
      { id: 1, name: 'web <!channel> *1*', ipv4: '5.75.0.1' },
      { id: 2, name: 'db', ipv4: '5.75.0.2' },
    ],
    firewalls: [
      { id: 7, name: 'front', rules, appliedTo: [1] },
      { id: 8, name: 'back', rules: [], appliedTo: [2] },
    ],
  };
}

function rule(port: string): RuleDeclaration {
  return { direction: 'in', protocol: 'tcp', port, ips: ['0.0.0.0/0', '::/0'] };
}

/** The account entry of a shop at a simulated Hetzner. */
export function shopAccounts(
  at: SimulatedHetzner,
  project: string = 'shop',
): readonly AccountEntry[] {
  const settings = {
    project,
    token: SHOP_TOKEN,
    endpoint: at.cloudUrl,
    hetznerEndpoint: at.hetznerUrl,
  };
  return [{ provider: hetzner, settings }];
}
