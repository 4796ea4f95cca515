import { randomUUID } from 'node:crypto';
import { confirmAtWeChat, makeOfficialAccount, weChatPageOf } from './browser.js';
import { succeeded } from './expectations.js';
import type { Person } from './person.js';

/** The person's tenant authorizes a new simulated account through the whole QR flow. Resolves to its appId. */
export async function authorizeNewAccount(person: Person, nickname: string): Promise<string> {
  const payload = await person.mutate<{ authorization: { url: string } }>(
    'authorizeAccount',
    { idempotencyKey: randomUUID() },
    'authorization { url }',
  );
  const { url } = succeeded(payload).authorization;
  const page = await weChatPageOf(url);
  const appId = await makeOfficialAccount(page, { nickname, kind: 'SERVICE', verified: true });
  await confirmAtWeChat(url, page, appId);
  return appId;
}
