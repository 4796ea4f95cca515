import type { Config } from '../config/config.js';
import type { Secrets } from '../config/secrets.js';
import type { WeChatComponent } from '../wechat/component.js';
import type { Gongxiang } from './start.js';
import { callbackUrls } from './wechat-side.js';

const simulated = (url: string): readonly string[] => [
  `  WeChat simulator       ${url}   (WeChat is simulated: no credentials of a platform are configured)`,
];

function registered({ appId }: WeChatComponent, publicUrl: string): readonly string[] {
  const { eventUrl, messageUrl } = callbackUrls(publicUrl);
  return [
    `  WeChat platform        ${appId}`,
    `  In its console         ${eventUrl}   (授权事件接收URL)`,
    `                         ${messageUrl}   (消息与事件接收URL)`,
  ];
}

const privately = (privateDir: string, { engine }: Config['eventStore']): readonly string[] => [
  `  Private folder         ${privateDir}${engine === 'kurrentdb' ? '   (PRIVATE_DIR of every process on this log)' : ''}`,
];

/** What start-up says to a person: where things are, and where to go next. */
export function welcome(
  { dataDir, privateDir, eventStore, tokens, weChat, publicUrl }: Config,
  { notice }: Secrets,
  { url, simulatorUrl }: Pick<Gongxiang, 'url' | 'simulatorUrl'>,
): string {
  const lines = [
    'Gongxiang is ready.',
    '',
    `  Explorer and GraphQL   ${url}/graphql   (WebSocket at the same address)`,
    ...(simulatorUrl === null ? [] : simulated(simulatorUrl)),
    ...(weChat === null ? [] : registered(weChat.component, publicUrl)),
    `  Data folder            ${dataDir}`,
    ...(eventStore.engine === 'embedded' && privateDir === dataDir ? [] : privately(privateDir, eventStore)),
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
