import type { Tags } from '../schema/tag.ts';

/** Name and labels of a record, from its tags. */
export function named(
  nativeId: string,
  tags: Tags,
  given?: string,
): { readonly name: string; readonly labels?: Readonly<Record<string, string>> } {
  const labels: Record<string, string> = {};
  for (const { Key, Value } of tags ?? []) if (Key !== undefined) labels[Key] = Value ?? '';
  const tagged = labels['Name'];
  const name = given ?? (tagged === undefined || tagged === '' ? nativeId : tagged);
  return Object.keys(labels).length === 0 ? { name } : { name, labels };
}

/** The part of an ARN after the account: `security-group/sg-1`. */
export function resourceOfArn(arn: string): string {
  return arn.split(':').slice(5).join(':');
}
