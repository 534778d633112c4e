/** The account and region in which an estate is told in the shape of AWS. */
export const ACCOUNT = '123456789012';
export const REGION = 'eu-central-1';

/** One item of one answer, as the AWS command line prints it. */
export interface AwsItem {
  readonly operation: string;
  /** The object that was asked about, for operations that answer about one object at a time. */
  readonly subject?: string;
  readonly item: Readonly<Record<string, unknown>>;
}

/** An id as AWS gives it, the same for the same name: `sg-0` and sixteen hexadecimal digits. */
export function awsId(prefix: string, name: string): string {
  return `${prefix}-0${hexadecimal(name, 0x811c9dc5)}${hexadecimal(name, 0x9e3779b9)}`;
}

/** Sixteen hexadecimal digits that stand in the ARNs of balancers. */
export function awsHash(name: string): string {
  return awsId('', name).slice(2);
}

/** Tags with the name of the plan, by which both forms of an estate are compared. */
export function nameTag(name: string): readonly { readonly Key: string; readonly Value: string }[] {
  return [{ Key: 'Name', Value: name }];
}

/** FNV-1a from a given start. */
function hexadecimal(text: string, start: number): string {
  let hash = start;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
