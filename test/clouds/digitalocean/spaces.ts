import type { TeamDeclaration } from './world.ts';

/** What Spaces answer to one request. */
export interface SpacesAnswer {
  readonly operation: string;
  readonly status: number;
  readonly body: string;
}

const XMLNS = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
const OWNER = '<Owner><ID>6173</ID><DisplayName>6173</DisplayName></Owner>';

/** The adapter's name for a request to Spaces; the path where it is none. */
export function spacesOperation(path: string, query: URLSearchParams): string {
  if (/^\/spaces\/?$/.test(path)) return 'spaces-buckets';
  if (query.has('acl')) return 'spaces-bucket-acl';
  return query.has('policy') ? 'spaces-bucket-policy' : path;
}

/** Spaces as far as they are simulated: buckets, access lists and policies of one key. */
export function spacesAnswer(
  teams: readonly TeamDeclaration[],
  path: string,
  query: URLSearchParams,
  authorization: string,
): SpacesAnswer {
  const operation = spacesOperation(path, query);
  const key = /Credential=([^/]+)\//.exec(authorization)?.[1];
  const spaces = teams.map((one) => one.spaces).find((one) => one?.accessKeyId === key);
  if (spaces === undefined) return refusal(operation, 403, 'InvalidAccessKeyId');
  if (operation === 'spaces-buckets') {
    const buckets = spaces.buckets.map(
      ({ name }) =>
        `<Bucket><Name>${name}</Name><CreationDate>2026-01-05T10:00:00Z</CreationDate></Bucket>`,
    );
    return found(
      operation,
      'ListAllMyBucketsResult',
      `${OWNER}<Buckets>${buckets.join('')}</Buckets>`,
    );
  }
  const bucket = spaces.buckets.find(({ name }) => path.replace(/\/$/, '') === `/spaces/${name}`);
  if (bucket === undefined) return refusal(operation, 404, 'NoSuchBucket');
  if (operation === 'spaces-bucket-policy') {
    return bucket.policy === undefined
      ? refusal(operation, 404, 'NoSuchBucketPolicy')
      : { operation, status: 200, body: bucket.policy };
  }
  const everybody = '<URI>http://acs.amazonaws.com/groups/global/AllUsers</URI>';
  const grants = bucket.isPublic ? [grant('Group', everybody, 'READ')] : [];
  grants.push(grant('CanonicalUser', '<ID>6173</ID>', 'FULL_CONTROL'));
  const list = `${OWNER}<AccessControlList>${grants.join('')}</AccessControlList>`;
  return found(operation, 'AccessControlPolicy', list);
}

function grant(type: string, grantee: string, permission: string): string {
  const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
  return `<Grant><Grantee ${xsi} xsi:type="${type}">${grantee}</Grantee><Permission>${permission}</Permission></Grant>`;
}

function found(operation: string, root: string, content: string): SpacesAnswer {
  const body = `<?xml version="1.0" encoding="UTF-8"?><${root} ${XMLNS}>${content}</${root}>`;
  return { operation, status: 200, body };
}

function refusal(operation: string, status: number, code: string): SpacesAnswer {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`;
  return { operation, status, body };
}
