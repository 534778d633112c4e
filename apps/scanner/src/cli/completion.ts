import type { CommandWords, OptionWords } from './command-words.ts';

/** Shells for which there is completion. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** One of them. */
export type Shell = (typeof SHELLS)[number];

/** A script that teaches a shell to complete `netposture`; made from the definitions of the commands. */
export function completionScript(shell: Shell, commands: readonly CommandWords[]): string {
  switch (shell) {
    case 'bash':
      return bashScript(commands);
    case 'zsh':
      return zshScript(commands);
    case 'fish':
      return fishScript(commands);
  }
}

function bashScript(commands: readonly CommandWords[]): string {
  return `# Completion of netposture for bash. Load it with: source <(netposture completion bash)
_netposture() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} at='' word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$at $word" in
      ${pathsOf(commands)}) at="$at $word" ;;
    esac
  done
  COMPREPLY=()
  case "$at $before" in
${valueCases(commands, (words) => `COMPREPLY=($(compgen -W '${words}' -- "$current")); return`, 'return')}
  esac
  case "$at" in
${commands.map((one) => `    ${pattern(one.path)}) ${bashNext(one)} ;;`).join('\n')}
  esac
}
# Where nothing is offered, a file or folder is meant.
complete -o default -F _netposture netposture
`;
}

function bashNext({ next, options, takesPath }: CommandWords): string {
  const flags = options.map(({ flag }) => flag);
  const offer = (words: readonly string[]): string =>
    `COMPREPLY=($(compgen -W '${words.join(' ')}' -- "$current"))`;
  // Flags are offered beside files only once a dash is typed.
  return takesPath ? `[[ $current == -* ]] && ${offer(flags)}` : offer([...next, ...flags]);
}

function zshScript(commands: readonly CommandWords[]): string {
  return `#compdef netposture
# Completion of netposture for zsh. Load it with: source <(netposture completion zsh)
_netposture() {
  local before=\${words[CURRENT-1]} at='' word
  for word in \${words[2,CURRENT-1]}; do
    case "$at $word" in
      ${pathsOf(commands)}) at="$at $word" ;;
    esac
  done
  case "$at $before" in
${valueCases(commands, (words) => `compadd -- ${words}; return`, '_files; return')}
  esac
  case "$at" in
${commands.map((one) => `    ${pattern(one.path)}) ${zshNext(one)} ;;`).join('\n')}
  esac
}
compdef _netposture netposture
`;
}

function zshNext({ next, options, takesPath }: CommandWords): string {
  const flags = options.map(({ flag }) => flag);
  const offer = `compadd -- ${[...next, ...flags].join(' ')}`;
  return takesPath ? `if [[ \${words[CURRENT]} == -* ]]; then ${offer}; else _files; fi` : offer;
}

/** The calls of all commands as alternatives of a shell's pattern. */
function pathsOf(commands: readonly CommandWords[]): string {
  return commands
    .filter(({ path }) => path.length > 0)
    .map(({ path }) => pattern(path))
    .join(' | ');
}

function pattern(path: readonly string[]): string {
  return `'${path.map((word) => ` ${word}`).join('')}'`;
}

function valueCases(
  commands: readonly CommandWords[],
  offer: (words: string) => string,
  offerFiles: string,
): string {
  return commands
    .flatMap(({ path, options }) =>
      options.flatMap(({ flag, value, choices }) => {
        if (value === 'nothing') return [];
        const body =
          value === 'words' ? offer(choices.join(' ')) : value === 'path' ? offerFiles : 'return';
        return [`    ${pattern([...path, flag])}) ${body} ;;`];
      }),
    )
    .join('\n');
}

function fishScript(commands: readonly CommandWords[]): string {
  const lines = commands.flatMap((command) => [
    ...command.options.map((option) => fishOption(command.path, option)),
    ...command.next.map((name) => {
      const sub = commands.find(({ path }) => path.join(' ') === [...command.path, name].join(' '));
      return `complete -c netposture -f -n '${fishAt(command, true)}' -a ${name} -d '${fishText(sub?.description ?? '')}'`;
    }),
  ]);
  return `# Completion of netposture for fish. Load it with: netposture completion fish | source\n${lines.join('\n')}\n`;
}

function fishOption(path: readonly string[], option: OptionWords): string {
  const { flag, description, value, choices } = option;
  const takes = {
    words: ` -x -a '${choices.join(' ')}'`,
    path: ' -r -F',
    other: ' -x',
    nothing: '',
  }[value];
  const at = fishAt({ path, next: [] }, false);
  return `complete -c netposture -n '${at}' -l ${flag.slice(2)}${takes} -d '${fishText(description)}'`;
}

/** Whether the line is at this command, and, where `next` matters, at none below it. */
function fishAt({ path, next }: Pick<CommandWords, 'path' | 'next'>, isLast: boolean): string {
  if (path.length === 0) return '__fish_use_subcommand';
  const seen = path.map((word) => `__fish_seen_subcommand_from ${word}`);
  const below = isLast ? [`not __fish_seen_subcommand_from ${next.join(' ')}`] : [];
  return [...seen, ...below].join('; and ');
}

function fishText(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
}
