import { describe, expect, it } from 'vitest';
import { type Story, tell } from './explanations.testkit.ts';

/** Ten packets whose ways are told. The text is reviewed: read it aloud before accepting a change. */
const stories: readonly (Story & { readonly title: string })[] = [
  {
    title: 'a visitor is admitted',
    world: 'a server admits from the internet what its filter admits, and nothing else',
    from: 'internet',
    to: 'web-1',
    transport: 'tcp 49152>443',
    at: '8.8.8.10',
  },
  {
    title: 'a visitor is refused by the only filter',
    world: 'a server admits from the internet what its filter admits, and nothing else',
    from: 'internet',
    to: 'web-1',
    transport: 'tcp 49152>22',
    at: '8.8.8.10',
  },
  {
    title: 'a deny in another filter decides',
    world: 'a deny in one filter beats the allow in another',
    from: '8.8.4.4',
    to: 'web',
    transport: 'tcp 49152>22',
    at: '8.8.8.6',
  },
  {
    title: 'a reply finds no way back',
    world: 'a public address without a route to the internet receives and cannot answer',
    from: 'internet',
    to: 'half',
    transport: 'tcp 49152>22',
    at: '8.8.8.6',
  },
  {
    title: 'a stateless filter loses the reply',
    world: 'an attacker sends from the one port to which replies may leave',
    from: 'internet',
    to: 'web',
    transport: 'tcp 49152>22',
    at: '8.8.8.6',
  },
  {
    title: 'a private server leaves by NAT and is admitted by its address',
    world: 'what a NAT gateway sends is admitted by its own address',
    from: 'private',
    to: 'partner-db',
    transport: 'tcp 49152>5432',
    at: '8.8.4.4',
  },
  {
    title: 'an application reaches a database across a peering by its group',
    world: 'a reference holds across an active peering',
    from: 'app-1',
    to: 'orders',
    transport: 'tcp 49152>5432',
  },
  {
    title: 'a company filter passes on, the project filter decides',
    world: 'only what is passed on is asked further down',
    from: 'peer',
    to: 'vm',
    transport: 'tcp 49152>22',
    at: '10.0.0.6',
  },
  {
    title: 'a balancer leads past the public firewall',
    world: 'a balancer over the private network leads past the public firewall',
    from: 'internet',
    to: 'db-1',
    transport: 'tcp 49152>443',
    at: '8.8.8.5',
  },
  {
    title: 'an inspection appliance leaves doubt',
    world: 'a default route into an inspection appliance leaves doubt about every reply',
    from: 'internet',
    to: 'web',
    transport: 'tcp 49152>443',
    at: '8.8.8.6',
  },
];

describe('explanations', () => {
  it.each(stories)('$title', (story) => {
    expect(tell(story)).toMatchSnapshot();
  });
});
