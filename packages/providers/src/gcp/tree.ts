/** A node of the resource tree: a folder with its parent, or a project. */
export interface TreeNode {
  readonly name: string;
  readonly parent?: string | undefined;
}

/** Every node below `root`, itself not included; children after their parents. Linear. */
export function nodesBelow<Node extends TreeNode>(
  root: string,
  nodes: readonly Node[],
): readonly Node[] {
  const children = new Map<string, Node[]>();
  for (const node of nodes) {
    if (node.parent === undefined) continue;
    const siblings = children.get(node.parent) ?? [];
    siblings.push(node);
    children.set(node.parent, siblings);
  }
  const found: Node[] = [];
  const open = [root];
  const seen = new Set(open);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const child of children.get(next) ?? []) {
      if (seen.has(child.name)) continue;
      seen.add(child.name);
      found.push(child);
      open.push(child.name);
    }
  }
  return found;
}

/** The nodes above one, from the top down, with the organisation first; `undefined` where the chain breaks off. */
export function ancestorsOf(
  parent: string | undefined,
  folders: ReadonlyMap<string, TreeNode>,
): readonly string[] | undefined {
  const chain: string[] = [];
  for (let node = parent; node !== undefined; node = folders.get(node)?.parent) {
    if (chain.includes(node)) return undefined;
    chain.unshift(node);
    if (node.startsWith('organizations/')) return chain;
    if (!folders.has(node)) return undefined;
  }
  return parent === undefined ? chain : undefined;
}
