import { VARIABLES, type Variable } from './variables.js';

/** The README's table of environment variables, in Markdown. */
export function renderVariablesTable(): string {
  const rows = Object.entries<Variable>(VARIABLES).map(([name, { description, default: byDefault, ...variable }]) =>
    row([`\`${name}\``, description, cell(byDefault), required(variable.requiredInProduction)]),
  );
  return [row(['Variable', 'Meaning', 'Default', 'In production']), row(['---', '---', '---', '---']), ...rows].join(
    '\n',
  );
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const cell = (byDefault: string): string =>
  /[ `]/.test(byDefault) || byDefault === 'none' ? byDefault : `\`${byDefault}\``;

function required(demand: Variable['requiredInProduction']): string {
  switch (demand) {
    case true:
      return 'required';
    case false:
      return '';
    case 'one of the two':
      return 'one of the two required';
    case 'unless simulated':
      return 'required unless WECHAT_SIMULATOR=on';
  }
}
