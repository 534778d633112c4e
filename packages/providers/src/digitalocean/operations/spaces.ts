import { isJsonObject } from '../../json.ts';
import type { Operation } from '../../operation.ts';
import { Bucket, BucketAcl, BucketPolicy } from '../schema/spaces.ts';
import { COMMON, INVENTORY, idIn } from './shape.ts';

/** What the calls to Spaces have in common: they speak S3, to one region, with a key of their own. */
const SPACES = {
  ...COMMON,
  ...INVENTORY,
  family: 'spaces',
  scope: 'regional',
  paging: 'none',
  permissions: ['Spaces key: Read'],
  feeds: ['service'],
  source: 'https://docs.digitalocean.com/reference/api/spaces/',
} as const;

/** `GET /` of a region. */
export const SPACES_BUCKETS: Operation<Bucket> = {
  ...SPACES,
  id: 'spaces-buckets',
  reads: 'the buckets of one region, where a Spaces key is configured',
  item: Bucket,
  nativeId: idIn('Name'),
};

/** `GET /{bucket}?acl`. */
export const SPACES_BUCKET_ACL: Operation<BucketAcl> = {
  ...SPACES,
  id: 'spaces-bucket-acl',
  reads: 'to whom the access list of one bucket opens it',
  perSubject: 'bucket',
  item: BucketAcl,
  nativeId: (item) => (isJsonObject(item) ? 'acl' : undefined),
};

/** `GET /{bucket}?policy`. */
export const SPACES_BUCKET_POLICY: Operation<BucketPolicy> = {
  ...SPACES,
  id: 'spaces-bucket-policy',
  reads: 'the policy of one bucket, where it has one',
  perSubject: 'bucket',
  item: BucketPolicy,
  nativeId: (item) => (isJsonObject(item) ? 'policy' : undefined),
};

/** The calls that are made to Spaces. All are GET. */
export const SPACES_OPERATIONS: readonly Operation[] = [
  SPACES_BUCKETS,
  SPACES_BUCKET_ACL,
  SPACES_BUCKET_POLICY,
];
