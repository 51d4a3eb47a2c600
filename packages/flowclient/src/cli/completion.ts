import type { Command } from 'commander'

/** The shells that the command can be completed in. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const
type Shell = (typeof SHELLS)[number]

/** What may stand behind a command, such as `run` or `profile add`; the command itself where there is none. */
interface Place {
  readonly command: string
  readonly commands: readonly { readonly name: string; readonly words: string }[]
  readonly options: readonly { readonly flag: string; readonly words: string; readonly takes: Value }[]
  /** What its first argument may be. */
  readonly values: readonly string[]
}

/** What follows an option: nothing, any text (mostly the name of a file), or one of some words. */
type Value = 'nothing' | 'anything' | readonly string[]

/** The script by which a shell completes the command, to be loaded when the shell starts. */
export function completionFor(shell: Shell, program: Command): string {
  const places = placesOf(program)
  switch (shell) {
    case 'bash':
      return bash(places)
    case 'zsh':
      return `#compdef flowclient\nautoload -U +X bashcompinit && bashcompinit\n${bash(places)}`
    case 'fish':
      return fish(places)
  }
}

function placesOf(command: Command, path = ''): Place[] {
  const global = path === '' ? [] : (command.parent?.options ?? [])
  const root = path.includes(' ') ? (command.parent?.parent?.options ?? []) : []
  const own: Place = {
    command: path,
    commands: command.commands.map(each => ({ name: each.name(), words: each.description() })),
    options: [...command.options, ...global, ...root].flatMap(
      ({ long, description, argChoices, required }) =>
        long
          ? [{ flag: long, words: description, takes: argChoices ?? (required ? 'anything' : 'nothing') }]
          : [],
    ),
    values: command.registeredArguments[0]?.argChoices ?? [],
  }
  const inner = command.commands.flatMap(each => placesOf(each, `${path} ${each.name()}`.trim()))
  return [own, ...inner]
}

const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`

function bash(places: readonly Place[]): string {
  const names = places.map(({ command }) => command).filter(command => command !== '')
  const values = places.flatMap(({ command, options }) =>
    options.flatMap(({ flag, takes }) => {
      if (takes === 'nothing') return []
      const reply =
        takes === 'anything'
          ? 'COMPREPLY=()'
          : `COMPREPLY=($(compgen -W ${quoted(takes.join(' '))} -- "$current"))`
      return [`    ${quoted(`${command} ${flag}`)}) ${reply}; return ;;`]
    }),
  )
  const words = places.map(({ command, commands, options, values: arguments_ }) => {
    const all = [...commands.map(({ name }) => name), ...arguments_, ...options.map(({ flag }) => flag)]
    return `    ${quoted(command)}) COMPREPLY=($(compgen -W ${quoted(all.join(' '))} -- "$current")) ;;`
  })
  return `# Completes flowclient. Where nothing of it fits, the shell offers files.
_flowclient() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} command= word index
  for ((index = 1; index < COMP_CWORD; index++)); do
    word=\${COMP_WORDS[index]}
    case "\${command:+$command }$word" in
      ${names.map(quoted).join(' | ')}) command="\${command:+$command }$word" ;;
    esac
  done
  case "$command $previous" in
${values.join('\n')}
  esac
  case "$command" in
${words.join('\n')}
  esac
}
complete -o default -F _flowclient flowclient
`
}

function fish(places: readonly Place[]): string {
  const conditionOf = (command: string) =>
    command === ''
      ? '__fish_use_subcommand'
      : command
          .split(' ')
          .map(word => `__fish_seen_subcommand_from ${word}`)
          .join('; and ')
  const lines = places.flatMap(({ command, commands, options, values }) => {
    const when = `complete -c flowclient -n ${quoted(conditionOf(command))}`
    return [
      ...commands.map(({ name, words }) => `${when} -f -a ${name} -d ${quoted(words)}`),
      ...values.map(value => `${when} -f -a ${quoted(value)}`),
      ...options.map(({ flag, words, takes }) => {
        const value =
          { nothing: '', anything: ' -r' }[String(takes)] ?? ` -x -a ${quoted([takes].flat().join(' '))}`
        return `${when} -l ${flag.slice(2)}${value} -d ${quoted(words)}`
      }),
    ]
  })
  return `# Completes flowclient.\n${lines.join('\n')}\n`
}
