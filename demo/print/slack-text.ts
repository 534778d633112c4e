import { z } from 'zod';
import type { Paint } from './paint.ts';
import { wrap } from './wrap.ts';

const Message = z.object({
  text: z.string(),
  blocks: z.array(z.object({ type: z.string(), text: z.object({ text: z.string() }).optional() })),
});

/** More changes of one message than this are counted: the terminal is narrow. */
const SHOWN = 3;

/** A message as Slack shows it, as far as a terminal can: headline and sections; the footer holds an id and is left out. */
export function slackText(body: string, paint: Paint): readonly string[] {
  const { text, blocks } = Message.parse(JSON.parse(body));
  const sections = blocks.flatMap((block) =>
    block.type === 'section' && block.text !== undefined ? [block.text.text] : [],
  );
  const more = sections.length - SHOWN;
  const bar = paint('good', '┃');
  const lines = sections
    .slice(0, SHOWN)
    .flatMap((section) => ['', ...section.split('\n').flatMap((line) => shown(line))]);
  return [
    `${bar} ${paint('title', text)}`,
    ...lines.map((line) => `${bar} ${line}`.trimEnd()),
    ...(more > 0 ? [bar, `${bar} ${more} more`] : []),
  ];
}

/** Without marks of formatting, and without what keeps names from being read as such. */
function shown(line: string): readonly string[] {
  const text = line
    .replaceAll(/(?<!\u2060)\*/g, '')
    .replaceAll('\u2060', '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
  return wrap(text, '  ', '    ').map((part) => part.slice(2));
}
