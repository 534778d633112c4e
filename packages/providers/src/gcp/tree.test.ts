import { describe, expect, it } from 'vitest';
import { ancestorsOf, nodesBelow } from './tree.ts';

const FOLDERS = [
  { name: 'folders/1', parent: 'organizations/9' },
  { name: 'folders/2', parent: 'folders/1' },
  { name: 'folders/3', parent: 'organizations/8' },
];
const BY_NAME = new Map(FOLDERS.map((folder) => [folder.name, folder]));

describe('the tree of folders', () => {
  it('holds below a node what leads to it', () => {
    expect(nodesBelow('organizations/9', FOLDERS).map(({ name }) => name)).toEqual([
      'folders/1',
      'folders/2',
    ]);
  });

  it('gives the nodes above one from the top down', () => {
    expect(ancestorsOf('folders/2', BY_NAME)).toEqual([
      'organizations/9',
      'folders/1',
      'folders/2',
    ]);
  });

  it('has nobody above a project without a parent', () => {
    expect(ancestorsOf(undefined, BY_NAME)).toEqual([]);
  });

  it('does not guess where the chain breaks off', () => {
    expect(ancestorsOf('folders/77', BY_NAME)).toBeUndefined();
  });

  it('ends on a circle', () => {
    const circle = new Map([
      ['folders/1', { name: 'folders/1', parent: 'folders/2' }],
      ['folders/2', { name: 'folders/2', parent: 'folders/1' }],
    ]);

    expect(ancestorsOf('folders/1', circle)).toBeUndefined();
    expect(nodesBelow('folders/1', [...circle.values()]).map(({ name }) => name)).toEqual([
      'folders/2',
    ]);
  });
});
