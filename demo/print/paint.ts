/** Makes text stand out where colours are wanted, and leaves it alone elsewhere. */
export type Paint = (style: Style, text: string) => string;

/** How text stands out. */
export type Style = 'critical' | 'high' | 'medium' | 'low' | 'title' | 'dim' | 'good';

/** ANSI codes of the styles. */
export const STYLES: Readonly<Record<Style, string>> = {
  critical: '1;31',
  high: '31',
  medium: '33',
  low: '36',
  title: '1',
  dim: '2',
  good: '32',
};

/** A painter with colours. */
export const inColor: Paint = (style, text) => `\u001b[${STYLES[style]}m${text}\u001b[0m`;

/** A painter without. */
export const plain: Paint = (_, text) => text;
