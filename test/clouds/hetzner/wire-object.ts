/** An object in Hetzner's own shape. */
export type WireObject = Readonly<Record<string, unknown>>;
