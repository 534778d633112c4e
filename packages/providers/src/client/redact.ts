/** Takes secrets out of a text that is meant for people. */
export type Redact = (text: string) => string;

const HIDDEN = '[redacted]';

/** A message is a sentence, not a document. */
const LONGEST_MESSAGE = 600;

/**
 * What looks like a secret whoever configured it. Patterns are deliberately greedy: a message that
 * lost a word is better than one that shows a key.
 */
const PATTERNS: readonly RegExp[] = [
  // AWS access key ids: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
  /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,}\b/g,
  // AWS session tokens are base64 of a structure that begins like this.
  /\b(?:FwoG|FQoG|IQoJ)[A-Za-z0-9+/=_-]{16,}/g,
  // JSON Web Tokens.
  /\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/g,
  // Tokens of Google, DigitalOcean and Slack.
  /\bya29\.[\w.-]+/g,
  /\bdo[opr]_v1_[a-f0-9]{16,}/g,
  /\bxox[a-z]-[\w-]+/g,
  // The path of a Slack webhook is its secret: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
  /(?<=\bhooks\.slack(?:-gov)?\.com\/)[\w/-]+/gi,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  // The password in an address: scheme://user:password@host.
  /(?<=\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]+(?=@)/gi,
  /(?<=\b(?:Bearer|Basic)\s+)[\w.~+/=-]+/gi,
  // name=value, name: value, "name":"value" and <name>value where the name says secret.
  /(?<=(?:password|passwd|secret|pre_?shared_?key|session_?token|security-token|access_?token|refresh_?token|(?<![a-z])token|api_?key|private_?key|credential|signature)[a-z_-]*["']?\s*[=:>]\s*["']?)(?!\[redacted\])[^\s"'<>&,;]+/gi,
];

/**
 * A redactor for messages: hides the configured secrets, wherever they occur and also when they are
 * percent- or base64-encoded, and everything that looks like a secret. Control characters become
 * spaces and long texts are cut, because messages quote untrusted answers.
 */
export function createRedactor(secrets: readonly string[]): Redact {
  const forms = new Set<string>();
  for (const secret of secrets) {
    // Shorter ones would hide half of every sentence; nobody has a three-letter secret.
    if (secret.length < 4) continue;
    forms.add(secret);
    forms.add(encodeURIComponent(secret));
    forms.add(Buffer.from(secret, 'utf8').toString('base64'));
  }
  const longestFirst = [...forms].sort((a, b) => b.length - a.length);
  return (text) => {
    let clean = text;
    for (const form of longestFirst) clean = clean.replaceAll(form, HIDDEN);
    for (const pattern of PATTERNS) clean = clean.replace(pattern, HIDDEN);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be removed.
    clean = clean.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
    return clean.length > LONGEST_MESSAGE ? `${clean.slice(0, LONGEST_MESSAGE)}…` : clean;
  };
}
