import type { Config } from '../config/config.js';
import type { Secrets } from '../config/secrets.js';
import type { Gongxiang } from './start.js';

/** What start-up says to a person: where things are, and where to go next. */
export function welcome(
  { dataDir, tokens }: Config,
  { notice }: Secrets,
  { url, simulatorUrl }: Pick<Gongxiang, 'url' | 'simulatorUrl'>,
): string {
  const lines = [
    'Gongxiang is ready.',
    '',
    `  Explorer and GraphQL   ${url}/graphql   (WebSocket at the same address)`,
    `  WeChat simulator       ${simulatorUrl}   (no WeChat credentials are configured)`,
    `  Data folder            ${dataDir}`,
    ...(notice === null ? [] : ['', `  ${notice}`]),
    '',
    'Next, in another terminal:',
    ...(tokens.trust === null
      ? [
          '  npm run token -- --tenant t1 --role OPERATOR --name 张三     prints a token for the explorer',
          `  npm run demo -- --url ${url}/graphql      walks through the whole story here`,
        ]
      : [`  open ${url}/graphql with a token of your issuer`]),
  ];
  return `\n${lines.map((line) => `  ${line}`.trimEnd()).join('\n')}\n\n`;
}
