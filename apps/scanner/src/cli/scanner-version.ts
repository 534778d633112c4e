import { readFileSync } from 'node:fs';

/** The version in the manifest of this package, which is the only place that states it. */
export function scannerVersion(): string {
  const manifest: unknown = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) {
    return String(manifest.version);
  }
  throw new Error('POSTURE_MANIFEST_UNREADABLE: apps/scanner/package.json states no version.');
}
