/** Starts a new rule: `npm run new:rule -- <id>` writes its file and says what to add to the registry. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

function main(id: string | undefined): number {
  if (id === undefined || !/^[a-z0-9]+(-[a-z0-9]+)+$/.test(id)) {
    process.stderr.write('Write an id in kebab-case: npm run new:rule -- my-new-rule\n');
    return 2;
  }
  const file = join(import.meta.dirname, '..', 'packages/rules/src/rules', `${id}.ts`);
  if (existsSync(file)) {
    process.stderr.write(`The rule ${id} exists.\n`);
    return 2;
  }
  const name = id.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  writeFileSync(file, skeleton(id, name));
  process.stdout.write(
    `Written: packages/rules/src/rules/${id}.ts\nAdd to packages/rules/src/registry.ts:\n  import { ${name} } from './rules/${id}.ts';\nThen fill in every empty text: the tests name those that are left. Then: npm run docs\n`,
  );
  return 0;
}

function skeleton(id: string, name: string): string {
  return `import { defineRule } from '../rule.ts';
import { ground } from './ground.ts';

/** What breaks it, in one sentence. */
export const ${name} = defineRule({
  id: '${id}',
  title: '',
  group: 'hygiene',
  severity: 'medium',
  preset: 'strict',
  rationale: '',
  doesNotSee: '',
  remediation: { aws: '', hetzner: '', digitalocean: '', gcp: '' },
  references: [],
  controls: [],
  parameters: {},
  examples: [
    { expect: 'violates', title: '', graph: () => ground().world.graph() },
    { expect: 'complies', title: '', graph: () => ground().world.graph() },
    { expect: 'undetermined', title: '', graph: () => ground().world.graph() },
  ],
  *evaluate({ linked }) {
    for (const record of linked.graph.records.values()) {
      if (record.kind === 'unseen') {
        yield { subject: { kind: 'records', ids: [record.id] }, peerClass: 'other', state: 'undetermined', message: '' };
      }
    }
  },
});
`;
}

process.exitCode = main(process.argv[2]);
