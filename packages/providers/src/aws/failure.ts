import { asCallFailure, CallFailure, type FailureKind } from '../client/call-failure.ts';

/**
 * Error codes by what they mean for us. Sources: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 * and the common errors page of each service, read 2026-11-21.
 */
const KIND_OF_CODE: Readonly<Record<string, FailureKind>> = {
  Throttling: 'throttled',
  ThrottlingException: 'throttled',
  ThrottledException: 'throttled',
  RequestThrottled: 'throttled',
  RequestThrottledException: 'throttled',
  RequestLimitExceeded: 'throttled',
  TooManyRequestsException: 'throttled',
  EC2ThrottledException: 'throttled',
  PriorRequestNotComplete: 'throttled',
  SlowDown: 'throttled',
  UnauthorizedOperation: 'forbidden',
  AccessDenied: 'forbidden',
  AccessDeniedException: 'forbidden',
  AuthorizationError: 'forbidden',
  NotAuthorized: 'forbidden',
  OptInRequired: 'forbidden',
  SubscriptionRequiredException: 'forbidden',
  AWSOrganizationsNotInUseException: 'forbidden',
  AuthFailure: 'unauthenticated',
  ExpiredToken: 'unauthenticated',
  ExpiredTokenException: 'unauthenticated',
  RequestExpired: 'unauthenticated',
  InvalidClientTokenId: 'unauthenticated',
  UnrecognizedClientException: 'unauthenticated',
  SignatureDoesNotMatch: 'unauthenticated',
  InvalidSignatureException: 'unauthenticated',
  IncompleteSignature: 'unauthenticated',
  MissingAuthenticationToken: 'unauthenticated',
  CredentialsProviderError: 'unauthenticated',
  TokenProviderError: 'unauthenticated',
  InvalidAction: 'not-implemented',
  UnknownOperationException: 'not-implemented',
  UnsupportedOperation: 'not-implemented',
  NotImplemented: 'not-implemented',
  ENOTFOUND: 'not-implemented',
  TimeoutError: 'timed-out',
  SyntaxError: 'malformed',
};

/** What the SDK's errors carry. */
interface SdkError {
  readonly name: string;
  readonly message: string;
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** An error of the SDK as a failure of the client chain. */
export function awsFailure(error: unknown, permission: string | undefined): CallFailure {
  if (error instanceof CallFailure) return error;
  if (!isSdkError(error)) return asCallFailure(error);
  const status = error.$metadata?.httpStatusCode;
  const code = typeof error.code === 'string' ? error.code : undefined;
  const kind = KIND_OF_CODE[error.name] ?? KIND_OF_CODE[code ?? ''] ?? kindOfStatus(status, error);
  const told = /not authorized to perform:? ([a-z0-9-]+:[A-Za-z]+)/.exec(error.message)?.[1];
  const missing = kind === 'forbidden' ? (told ?? permission) : undefined;
  return new CallFailure(kind, sentenceOf(error, code), {
    ...(status === undefined ? {} : { status }),
    ...(missing === undefined ? {} : { missingPermission: missing }),
  });
}

function kindOfStatus(status: number | undefined, error: SdkError): FailureKind {
  if (status === undefined) {
    // Whatever went wrong while an answer was parsed is the answer's fault; everything else is the connection's.
    return /deserializ|parse|unexpected/i.test(error.message) ? 'malformed' : 'unavailable';
  }
  if (status === 429) return 'throttled';
  if (status === 401) return 'unauthenticated';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not-found';
  if (status === 405 || status === 501) return 'not-implemented';
  if (status >= 500) return 'unavailable';
  return status < 300 ? 'malformed' : 'rejected';
}

function sentenceOf(error: SdkError, code: string | undefined): string {
  const name = error.name === 'Error' ? (code ?? 'Error') : error.name;
  // The library appends hints with raw bodies to parse errors.
  const message = error.message.split('\n')[0] ?? '';
  return `AWS answered ${name}: ${message.replace(/\.?$/, '.')}`;
}

function isSdkError(error: unknown): error is SdkError {
  return error instanceof Error;
}
